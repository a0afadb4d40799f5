using TradingOps.Client.Orders;
using TradingOps.Grains;
using TradingOps.Grains.Accounts;
using TradingOps.Grains.Feeds;

namespace TradingOps.Client.Streams;

/// <summary>Positions and figures of one account, and the orders that were refused to it before they reached a market.</summary>
internal sealed class AccountFeed(string account, IGrainFactory grains, StreamOptions options, ILogger logger)
    : StreamFeed(KeyOf(account), options, logger)
{
    private const string Prefix = "@";

    private readonly Dictionary<string, PositionView> _positions = new(StringComparer.Ordinal);
    private AccountView? _account;
    private AccountCursor? _cursor;

    /// <inheritdoc/>
    protected override TimeSpan Pace => TimeSpan.FromMilliseconds(100);

    /// <summary>Names an account's journal in a cursor; no symbol begins like this.</summary>
    public static string KeyOf(string account) => Prefix + account;

    /// <summary>Whether a key may be that of an account's feed.</summary>
    public static bool IsKey(string key) =>
        key.StartsWith(Prefix, StringComparison.Ordinal) && OrderReader.IsAccount(key[Prefix.Length..]);

    /// <inheritdoc/>
    public override async Task<FeedPosition> ReadAsync(FeedPosition from, List<StreamEvent> events)
    {
        var page = await grains.GetAccount(account).ReadFeed(new(from.LastWhole, Applied: -1));
        if (page.IsReset) events.Add(StreamEvents.OfReset(Key, new(page.Cursor.Sequence)));
        StreamEvents.AddLog(events, page.Refused);
        return new(page.Cursor.Sequence);
    }

    /// <inheritdoc/>
    protected override async Task StepAsync()
    {
        var page = await grains.GetAccount(account).ReadFeed(_cursor);
        var startOver = page.IsReset || _cursor is null;
        var events = new List<StreamEvent>();
        if (page.IsReset) events.Add(StreamEvents.OfReset(Key, new(page.Cursor.Sequence)));
        StreamEvents.AddLog(events, page.Refused);
        // That a mark grows older is no news.
        var moved = page.Positions
            .Where(p => !_positions.TryGetValue(p.Symbol, out var known) || known != p with { MarkAge = known.MarkAge })
                .ToArray();
        events.AddRange(moved.Select(p => StreamEvents.Of(account, p)));
        if (page.Account is { } figures && figures != _account) events.Add(StreamEvents.Of(figures));
        _cursor = page.Cursor;
        Publish(new(page.Cursor.Sequence), events, () =>
        {
            foreach (var position in moved) _positions[position.Symbol] = position;
            _account = page.Account;
        }, startOver);
    }

    /// <inheritdoc/>
    protected override IEnumerable<StreamEvent> State() => _account is null
        ? []
        : _positions.Values.Select(p => StreamEvents.Of(account, p)).Append(StreamEvents.Of(_account));
}
