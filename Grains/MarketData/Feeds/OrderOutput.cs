using TradingOps.Engine.Actors;
using TradingOps.Engine.Books;
using TradingOps.Engine.Instruments;
using TradingOps.Engine.MarketData.Recordings;
using TradingOps.Grains.Orders;

namespace TradingOps.Grains.MarketData.Feeds;

/// <summary>
/// A recording as orders: one account has the orders that rest, another one trades with them where the recording says so. Ids
/// of clients are made of the recording's own, so that nothing is sent twice.
/// </summary>
internal sealed class OrderOutput(string feed, int run, InstrumentCatalogue catalogue, IGrainFactory grains) : IFeedOutput
{
    /// <summary>The account whose orders rest.</summary>
    public const string Maker = "replay";

    /// <summary>The account that trades with them.</summary>
    public const string Taker = "replay-taker";

    private const decimal Cash = 1_000_000_000;

    private static readonly Actor Actor = new("system:feeds");

    private readonly Dictionary<(string Symbol, long Order), Resting> _resting = [];
    private readonly Queue<Func<Task>> _waiting = new();
    private bool _isOpen;

    /// <inheritdoc/>
    public int Waiting => _waiting.Count;

    /// <inheritdoc/>
    public string? Add(string symbol, in RecordedEvent next, long place, long? time)
    {
        var key = (symbol, next.Order);
        switch (next.Kind)
        {
            case RecordedEventKind.Add:
                Enter(symbol, next.Order, next.Side, next.Price!.Value, next.Quantity, time);
                return null;
            case RecordedEventKind.Replace when _resting.Remove(key, out var before):
                if (time is not null) _waiting.Enqueue(() => CancelAsync(before));
                Enter(symbol, next.NewOrder, before.Side, next.Price!.Value, next.Quantity, time);
                return null;
            case RecordedEventKind.Delete when _resting.Remove(key, out var gone):
                if (time is not null) _waiting.Enqueue(() => CancelAsync(gone));
                return null;
            case RecordedEventKind.Reduce or RecordedEventKind.Execute when _resting.TryGetValue(key, out var order):
                var isTrade = next.Kind == RecordedEventKind.Execute;
                order.Remaining -= next.Quantity;
                if (order.Remaining <= 0) _resting.Remove(key);
                if (time is null) return null;
                var (quantity, left) = (next.Quantity, order.Remaining);
                _waiting.Enqueue(() => isTrade ? TradeAsync(order, quantity, left, place) : LessenAsync(order, left));
                return null;
            default:
                // Of a trade without an order, or an order from before the recording, there is nothing to send.
                return null;
        }
    }

    /// <inheritdoc/>
    public async Task<List<string>> FlushAsync()
    {
        if (!_isOpen)
        {
            foreach (var account in new[] { Maker, Taker })
                await grains.GetAccount(account).Open(new() { Cash = Cash, IsLimited = false }, Actor);
            _isOpen = true;
        }
        while (_waiting.TryPeek(out var send))
        {
            await send();
            _waiting.Dequeue();
        }
        return [];
    }

    private void Enter(string symbol, long id, Side side, decimal price, decimal quantity, long? time)
    {
        var order = new Resting(symbol, side, price, $"{feed}-{run}-{id}") { Remaining = quantity };
        _resting[(symbol, id)] = order;
        if (time is not null) _waiting.Enqueue(() => EnterAsync(order, quantity));
    }

    private async Task EnterAsync(Resting order, decimal quantity)
    {
        var result = await SubmitAsync(Maker, order, order.Side, TimeInForce.Gtc, quantity, order.ClientOrderId);
        order.Id = result.Order?.Id;
    }

    private async Task TradeAsync(Resting order, decimal quantity, decimal left, long place)
    {
        var side = order.Side == Side.Buy ? Side.Sell : Side.Buy;
        await SubmitAsync(Taker, order, side, TimeInForce.Ioc, quantity, $"{feed}-{run}-x{place}");
        // Another order may have been first: what the recording has no more of, the book is not to keep.
        if (left <= 0) await CancelAsync(order);
    }

    private async Task LessenAsync(Resting order, decimal left)
    {
        if (left <= 0)
        {
            await CancelAsync(order);
            return;
        }
        if (await FindAsync(order) is not { } id) return;
        var instrument = catalogue[order.Symbol];
        await grains.GetOrderBook(order.Symbol).Replace(new()
        {
            OrderId = id,
            Price = (long)(order.Price / instrument.TickSize),
            HasLimit = true,
            Quantity = (long)(left / instrument.LotSize),
            Actor = Actor,
        });
    }

    private async Task CancelAsync(Resting order)
    {
        if (await FindAsync(order) is { } id) await grains.GetOrderBook(order.Symbol).Cancel(id, Actor);
    }

    /// <summary>The id of an order, also of one that an earlier activation sent; null if it was refused.</summary>
    private async Task<string?> FindAsync(Resting order) => order.Id
        ??= (await grains.GetOrderQueries().FindByClientOrderId(Maker, order.ClientOrderId))?.Id;

    private async Task<SubmitResult> SubmitAsync(
        string account, Resting order, Side side, TimeInForce timeInForce, decimal quantity, string clientOrderId)
    {
        var result = await grains.GetAccount(account).SubmitOrder(new()
        {
            Symbol = order.Symbol,
            Instructions = new(side, OrderType.Limit, timeInForce),
            Quantity = quantity,
            LimitPrice = order.Price,
            ClientOrderId = clientOrderId,
        }, Actor);
        return result.Outcome == SubmitOutcome.Unavailable
            ? throw new TradingUnavailableException(result.Code!.Value, result.Detail ?? "")
            : result;
    }

    private sealed class Resting(string symbol, Side side, decimal price, string clientOrderId)
    {
        public string Symbol { get; } = symbol;

        public Side Side { get; } = side;

        public decimal Price { get; } = price;

        public string ClientOrderId { get; } = clientOrderId;

        public decimal Remaining { get; set; }

        public string? Id { get; set; }
    }
}
