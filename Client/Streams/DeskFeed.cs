using System.Collections.Immutable;
using TradingOps.Grains;
using TradingOps.Grains.Accounts;

namespace TradingOps.Client.Streams;

/// <summary>Positions and figures of all accounts, for readers who name none.</summary>
internal sealed class DeskFeed(IGrainFactory grains, StreamOptions options, ILogger logger) : StreamFeed(DeskKey, options, logger)
{
    /// <summary>Names the accounts together among the feeds.</summary>
    public const string DeskKey = "!accounts";

    private const int MostAskedAtOnce = 50;

    private readonly Dictionary<string, (AccountView? Figures, long Step)> _accounts = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Account, string Symbol), PositionView> _positions = [];
    private readonly Dictionary<(string Account, string? Symbol), StreamEvent> _state = [];
    private long _step;

    /// <inheritdoc/>
    protected override TimeSpan Pace => TimeSpan.FromMilliseconds(250);

    /// <inheritdoc/>
    public override Task<FeedPosition> ReadAsync(FeedPosition from, List<StreamEvent> events) =>
        Task.FromResult(new FeedPosition(0));

    /// <inheritdoc/>
    protected override async Task StepAsync()
    {
        _step++;
        // Those that were asked longest ago come first, so that each has its turn where many change all the time.
        var changed = (await grains.GetFirm().ListAccounts())
            .Where(a => !_accounts.TryGetValue(a.Account, out var known) || known.Figures != a)
            .OrderBy(a => _accounts.TryGetValue(a.Account, out var known) ? known.Step : 0)
            .Take(MostAskedAtOnce).ToArray();
        var positions = await Task.WhenAll(changed.Select(a => AskAsync(a.Account)));
        var events = new List<(string Account, string? Symbol, StreamEvent Event)>();
        for (var i = 0; i < changed.Length; i++)
        {
            var account = changed[i].Account;
            if (positions[i] is not { } held)
            {
                // Asked again when all others had their turn.
                _accounts[account] = (_accounts.GetValueOrDefault(account).Figures, _step);
                continue;
            }
            foreach (var position in held)
                if (IsNews(account, position))
                    events.Add((account, position.Symbol, StreamEvents.Of(account, position)));
            events.Add((account, null, StreamEvents.Of(changed[i])));
            _accounts[account] = (changed[i], _step);
        }
        Publish(new(0), [.. events.Select(e => e.Event)], () =>
        {
            foreach (var e in events) _state[(e.Account, e.Symbol)] = e.Event;
        });
    }

    /// <inheritdoc/>
    protected override IEnumerable<StreamEvent> State() => _state.Values;

    /// <summary>
    /// The positions of an account; null if it does not answer: those of the others are still sent.
    /// </summary>
    private async Task<ImmutableArray<PositionView>?> AskAsync(string account)
    {
        try
        {
            return await grains.GetAccount(account).GetPositions();
        }
        catch (Exception e) when (GrainCall.IsFailure(e))
        {
            return null;
        }
    }

    private bool IsNews(string account, PositionView position)
    {
        var key = (account, position.Symbol);
        // That a mark grows older is no news.
        if (_positions.TryGetValue(key, out var known) && known == position with { MarkAge = known.MarkAge }) return false;
        _positions[key] = position;
        return true;
    }
}
