using System.Text.Json;
using TradingOps.Bodies;
using TradingOps.Bodies.Accounts;
using TradingOps.Bodies.Breakers;
using TradingOps.Bodies.MarketData;
using TradingOps.Bodies.Orders;
using TradingOps.Bodies.Trades;
using TradingOps.Client.MarketData;
using TradingOps.Engine.Books;
using TradingOps.Engine.Breakers;
using TradingOps.Engine.MarketData;
using TradingOps.Grains.Accounts;
using TradingOps.Grains.Breakers;
using TradingOps.Grains.Feeds;
using TradingOps.Grains.Orders;

namespace TradingOps.Client.Streams;

/// <summary>Makes events of what the cluster sends.</summary>
internal static class StreamEvents
{
    public const string Reset = "reset";

    /// <summary>What a page says, in order.</summary>
    public static void AddLog(List<StreamEvent> events, MarketFeedPage page) =>
        AddLog(events, page.Changes, page.Revisions.IsDefault ? [] : page.Revisions);

    /// <summary>
    /// Of each change the owner's order event, and of each trade one event for the tape. The revision of a trade is the last
    /// event of its record.
    /// </summary>
    public static void AddLog(
        List<StreamEvent> events, IReadOnlyList<OrderChange> changes, IReadOnlyList<TradeRevision>? revisions = null)
    {
        var revised = new Queue<TradeRevision>(revisions ?? []);
        for (var i = 0; i < changes.Count; i++)
        {
            var change = changes[i];
            while (revised.TryPeek(out var before) && before.Sequence < change.Sequence) events.Add(Of(revised.Dequeue()));
            var isLast = (i + 1 == changes.Count || changes[i + 1].Sequence != change.Sequence)
                && !(revised.TryPeek(out var next) && next.Sequence == change.Sequence);
            var isPrint = change.Kind == BookEventKind.Traded && !change.IsCounter;
            events.Add(new()
            {
                Type = StreamTypes.Order,
                Name = "order",
                Account = change.Account,
                Position = new(change.Sequence, isLast && !isPrint ? FeedPosition.Whole : 2 * change.Place),
                Json = JsonSerializer.SerializeToUtf8Bytes(OrderEventBody.From(change), EventJson.Default.OrderEventBody),
            });
            if (!isPrint) continue;
            events.Add(new()
            {
                Type = StreamTypes.Trade,
                Name = "trade",
                Position = new(change.Sequence, isLast ? FeedPosition.Whole : 2 * change.Place + 1),
                Json = JsonSerializer.SerializeToUtf8Bytes(TapeBody.From(change), EventJson.Default.TapeBody),
            });
        }
        events.AddRange(revised.Select(Of));
    }

    private static StreamEvent Of(TradeRevision revision) => new()
    {
        Type = StreamTypes.Trade,
        Name = revision.NewPrice is null ? "trade_bust" : "trade_correction",
        Position = new(revision.Sequence),
        Json = JsonSerializer.SerializeToUtf8Bytes(TapeRevisionBody.From(revision), EventJson.Default.TapeRevisionBody),
    };

    public static StreamEvent Of(BookEventBody book) => new()
    {
        Type = StreamTypes.Book,
        Name = "book",
        Json = JsonSerializer.SerializeToUtf8Bytes(book, StreamJson.Default.BookEventBody),
    };

    public static StreamEvent Of(LatestPriceBody price) => new()
    {
        Type = StreamTypes.Quote,
        Name = "quote",
        Json = JsonSerializer.SerializeToUtf8Bytes(price, EventJson.Default.LatestPriceBody),
    };

    public static StreamEvent Of(string symbol, BarBody minute) => new()
    {
        Type = StreamTypes.Bar,
        Name = "bar",
        Json = JsonSerializer.SerializeToUtf8Bytes(
            new BarEventBody(symbol, Timeframe.Minute.ToString(), minute), StreamJson.Default.BarEventBody),
    };

    public static StreamEvent Of(string account, PositionView position) => new()
    {
        Type = StreamTypes.Position,
        Name = "position",
        Account = account,
        Json = JsonSerializer.SerializeToUtf8Bytes(
            new PositionEventBody(account, PositionBody.From(position)), EventJson.Default.PositionEventBody),
    };

    public static StreamEvent Of(AccountView account) => new()
    {
        Type = StreamTypes.Position,
        Name = "account",
        Account = account.Account,
        Json = JsonSerializer.SerializeToUtf8Bytes(AccountBody.From(account), StateJson.Default.AccountBody),
    };

    public static StreamEvent Of(BreakerView breaker) => new()
    {
        Type = StreamTypes.Breaker,
        Name = "breaker",
        Account = BreakerScope.TryParse(breaker.Scope, out var scope) && scope.Kind == BreakerKind.Account ? scope.Name : null,
        Json = JsonSerializer.SerializeToUtf8Bytes(BreakerBody.Of(breaker), StateJson.Default.BreakerBody),
    };

    /// <summary>The open orders of an account, at the start of its stream.</summary>
    public static StreamEvent OfOpenOrders(string account, IEnumerable<OrderView> orders) => new()
    {
        Type = StreamTypes.Order,
        Name = "orders",
        Account = account,
        Json = JsonSerializer.SerializeToUtf8Bytes(
            new OpenOrdersBody(account, [.. orders.Select(OrderBody.From)]), StreamJson.Default.OpenOrdersBody),
    };

    /// <summary>The reader was too far behind: it starts over from here, and reads again what it needs.</summary>
    public static StreamEvent OfReset(string key, FeedPosition position) => new()
    {
        Type = StreamTypes.None,
        Name = Reset,
        Position = position,
        Json = JsonSerializer.SerializeToUtf8Bytes(
            new NoticeBody(Reset, $"events of {key} were left out: read orders and trades again"), StreamJson.Default.NoticeBody),
    };

    /// <summary>The last event of a reader that is cut off.</summary>
    public static StreamEvent OfSlowReader() => new()
    {
        Type = StreamTypes.None,
        Name = "slow_reader",
        Json = JsonSerializer.SerializeToUtf8Bytes(
            new NoticeBody("slow_reader", "you read too slowly: connect again with the last id"), StreamJson.Default.NoticeBody),
    };
}
