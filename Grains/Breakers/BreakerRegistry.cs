using System.Collections.Immutable;
using TradingOps.Engine.Breakers;
using TradingOps.Grains.Journaling;

namespace TradingOps.Grains.Breakers;

/// <summary>
/// The breakers of desks, accounts and symbols that ever changed, as their grains last reported them. It is kept in memory only:
/// at its start it reads every breaker that has a stream, which activates its grain too. Used within one grain's turns only.
/// </summary>
internal sealed class BreakerRegistry(IJournal journal, IGrainFactory grains)
{
    private const int ReadAtOnce = 16;

    private readonly Dictionary<string, BreakerView> _breakers = new(StringComparer.Ordinal);
    private Queue<string>? _unread;

    /// <summary>Of those that did not answer yet, breakers of symbols and of desks.</summary>
    private (int Symbols, int Desks) _left;

    /// <summary>Whether every breaker has been read.</summary>
    public bool IsComplete => _unread is { Count: 0 };

    /// <summary>Whether every breaker of a symbol has been read.</summary>
    public bool HasSymbols => _unread is not null && _left.Symbols == 0;

    /// <summary>Whether every breaker of a desk has been read.</summary>
    public bool HasDesks => _unread is not null && _left.Desks == 0;

    /// <summary>All of them, those that are not closed first, and in the order of their names.</summary>
    public IEnumerable<BreakerView> All => _breakers.Values.OrderBy(IsClosed).ThenBy(b => b.Scope, StringComparer.Ordinal);

    /// <summary>The symbols whose breakers are not closed.</summary>
    public ImmutableArray<BreakerView> Symbols { get; private set; } = [];

    /// <summary>The desks whose breakers ever moved.</summary>
    public ImmutableArray<BreakerView> Desks { get; private set; } = [];

    /// <summary>How many there are by kind and state.</summary>
    public IEnumerable<BreakerCount> Counts => _breakers.Values
        .CountBy(b => (KindOf(b).ToCode(), b.State)).Select(c => new BreakerCount(c.Key.Item1, c.Key.State, c.Value));

    /// <summary>Applies a reported state, unless a later one is known. Returns whether it was applied.</summary>
    public bool Apply(BreakerView breaker)
    {
        if (_breakers.TryGetValue(breaker.Scope, out var known) && known.Sequence >= breaker.Sequence) return false;
        _breakers[breaker.Scope] = breaker;
        if (KindOf(breaker) == BreakerKind.Symbol) Symbols = [.. All.Where(b => KindOf(b) == BreakerKind.Symbol && !IsClosed(b))];
        if (KindOf(breaker) == BreakerKind.Desk) Desks = [.. All.Where(b => KindOf(b) == BreakerKind.Desk)];
        return true;
    }

    /// <summary>
    /// Reads the breakers that did not answer yet, each once and a few at a time. Throws what the journal or a breaker failed
    /// with, after all others were read.
    /// </summary>
    public async Task ReadAsync()
    {
        if (_unread is null)
        {
            var names = (await ListAsync()).ToArray();
            _left = (names.Count(n => IsOf(BreakerKind.Symbol, n)), names.Count(n => IsOf(BreakerKind.Desk, n)));
            _unread = new(names);
        }
        Task failed = Task.CompletedTask;
        for (var left = _unread.Count; left > 0; left -= ReadAtOnce)
        {
            var reads = Enumerable.Range(0, Math.Min(left, ReadAtOnce)).Select(_ => ReadAsync(_unread.Dequeue()));
            var answers = Task.WhenAll(reads.ToArray());
            await answers.ConfigureAwait(
                ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            if (!answers.IsCompletedSuccessfully) failed = answers;
        }
        await failed;
    }

    /// <summary>
    /// Reads the breakers of desks again: a desk's silo may have died after it stored a change, and before it reported it.
    /// Returns whether one had changed.
    /// </summary>
    public async Task<bool> ReadDesksAsync()
    {
        var before = Desks;
        var names = await journal.ListAsync(JournalStreams.Breaker(BreakerScope.Desk("").ToString()), CancellationToken.None);
        // One that does not answer keeps none of the others from being read.
        await Task.WhenAll(names.Select(NameOf).Select(TakeAsync));
        return before != Desks;
    }

    private async Task TakeAsync(string name)
    {
        if (BreakerScope.TryParse(name, out var scope) && await grains.GetBreaker(scope).GetBreaker() is { } breaker)
            Apply(breaker);
    }

    private async Task ReadAsync(string name)
    {
        var isAnswered = false;
        try
        {
            await TakeAsync(name);
            isAnswered = true;
        }
        finally
        {
            if (!isAnswered) _unread!.Enqueue(name);
            else if (IsOf(BreakerKind.Symbol, name)) _left.Symbols--;
            else if (IsOf(BreakerKind.Desk, name)) _left.Desks--;
        }
    }

    private async Task<IEnumerable<string>> ListAsync() =>
        (await journal.ListAsync(JournalStreams.BreakerPrefix, CancellationToken.None))
            .Select(NameOf)
            .Where(name => name != BreakerScope.Firm.ToString());

    private static string NameOf(string stream) => stream[JournalStreams.BreakerPrefix.Length..];

    private static bool IsClosed(BreakerView breaker) => breaker.State == BreakerState.Closed.ToCode();

    private static bool IsOf(BreakerKind kind, string name) =>
        BreakerScope.TryParse(name, out var scope) && scope.Kind == kind;

    private static BreakerKind KindOf(BreakerView breaker) =>
        BreakerScope.TryParse(breaker.Scope, out var scope) ? scope.Kind : BreakerKind.Firm;
}
