using System.Collections.Immutable;
using TradingOps.Engine.Breakers;
using TradingOps.Grains.Journaling;

namespace TradingOps.Grains.Breakers;

/// <summary>
/// The breakers of accounts and symbols that ever moved, as their keepers last said. It is kept in memory only: at its start it
/// asks the keeper of every breaker that has a stream, which wakes them too. Used within one grain's turns only.
/// </summary>
internal sealed class RollCall(IJournal journal, IGrainFactory grains)
{
    private const int AskedAtOnce = 16;

    private readonly Dictionary<string, BreakerView> _breakers = new(StringComparer.Ordinal);
    private Queue<string>? _unasked;

    /// <summary>Whether every keeper has been asked.</summary>
    public bool IsComplete => _unasked is { Count: 0 };

    /// <summary>All of them, those that are not closed first, and in the order of their names.</summary>
    public IEnumerable<BreakerView> All => _breakers.Values.OrderBy(IsClosed).ThenBy(b => b.Scope, StringComparer.Ordinal);

    /// <summary>The symbols whose breakers are not closed.</summary>
    public ImmutableArray<BreakerView> Symbols { get; private set; } = [];

    /// <summary>How many there are by kind and state.</summary>
    public IEnumerable<BreakerCount> Counts => _breakers.Values
        .CountBy(b => (KindOf(b).ToCode(), b.State)).Select(c => new BreakerCount(c.Key.Item1, c.Key.State, c.Value));

    /// <summary>Takes the word of a keeper; an older one than the one known is ignored. True if it says something new.</summary>
    public bool Take(BreakerView breaker)
    {
        if (_breakers.TryGetValue(breaker.Scope, out var known) && known.Sequence >= breaker.Sequence) return false;
        _breakers[breaker.Scope] = breaker;
        if (KindOf(breaker) == BreakerKind.Symbol) Symbols = [.. All.Where(b => KindOf(b) == BreakerKind.Symbol && !IsClosed(b))];
        return true;
    }

    /// <summary>
    /// Asks keepers that did not answer yet, each once and a few at a time. <see cref="JournalException"/> if the streams cannot
    /// be listed; what a keeper did not answer with, when all others were asked.
    /// </summary>
    public async Task AskAsync()
    {
        _unasked ??= new(await ListAsync());
        Task failed = Task.CompletedTask;
        for (var left = _unasked.Count; left > 0; left -= AskedAtOnce)
        {
            var asked = Enumerable.Range(0, Math.Min(left, AskedAtOnce)).Select(_ => AskAsync(_unasked.Dequeue()));
            var answers = Task.WhenAll(asked.ToArray());
            await answers.ConfigureAwait(
                ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            if (!answers.IsCompletedSuccessfully) failed = answers;
        }
        await failed;
    }

    private async Task AskAsync(string name)
    {
        var isAnswered = false;
        try
        {
            if (BreakerScope.TryParse(name, out var scope) && await grains.GetBreaker(scope).GetBreaker() is { } breaker)
                Take(breaker);
            isAnswered = true;
        }
        finally
        {
            if (!isAnswered) _unasked!.Enqueue(name);
        }
    }

    private async Task<IEnumerable<string>> ListAsync() =>
        (await journal.ListStreamsAsync(JournalStreams.BreakerPrefix, CancellationToken.None))
            .Select(stream => stream[JournalStreams.BreakerPrefix.Length..])
            .Where(name => name != BreakerScope.Firm.ToString());

    private static bool IsClosed(BreakerView breaker) => breaker.State == BreakerState.Closed.ToCode();

    private static BreakerKind KindOf(BreakerView breaker) =>
        BreakerScope.TryParse(breaker.Scope, out var scope) ? scope.Kind : BreakerKind.Firm;
}
