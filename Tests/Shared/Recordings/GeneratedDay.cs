using TradingOps.Engine.Books;

namespace TradingOps.Tests.Shared.Recordings;

/// <summary>
/// A random day of one stock as an exchange would record it, and a naive book of it: executions meet the order that is first in
/// its queue, nothing crosses.
/// </summary>
/// <param name="seed">The same seed gives the same day.</param>
/// <param name="firstOrder">Id of the first order.</param>
public sealed class GeneratedDay(int seed, long firstOrder = 1)
{
    private const int Tick = 100;
    private const int Reference = 1_874_000;

    private readonly Random _random = new(seed);
    private readonly SortedDictionary<int, List<Resting>> _bids = new(Comparer<int>.Create((a, b) => b.CompareTo(a)));
    private readonly SortedDictionary<int, List<Resting>> _asks = [];
    private readonly List<Resting> _live = [];
    private long _time = 34_200L * 1_000_000_000;
    private long _order = firstOrder;

    /// <summary>Makes the next message.</summary>
    public GeneratedMessage Next()
    {
        _time += _random.Next(1, 20_000_000);
        return _random.Next(100) switch
        {
            < 3 => new('P', _time, 0, SomeSide(), BestOr(Side.Buy, Reference) + Tick / 2, _random.Next(1, 300)),
            < 18 when _live.Count > 0 => Execute(),
            < 25 when _live.Count > 0 => Reduce(),
            < 52 when _live.Count > 20 => Delete(),
            _ => Add(),
        };
    }

    /// <summary>The best levels of a side: price in 1/10,000 and shares.</summary>
    public IEnumerable<(int Price, long Quantity)> Levels(Side side, int count) =>
        BookOf(side).Take(count).Select(l => (l.Key, l.Value.Sum(o => (long)o.Quantity)));

    private GeneratedMessage Add()
    {
        var side = SomeSide();
        var distance = Tick * _random.Next(1, 30);
        var price = side == Side.Buy
            ? Math.Min(BestOr(Side.Sell, Reference + Tick) - distance, Reference + 50 * Tick)
            : Math.Max(BestOr(Side.Buy, Reference - Tick) + distance, Reference - 50 * Tick);
        var order = new Resting(_order++, side, price, 100 * _random.Next(1, 10));
        if (!BookOf(side).TryGetValue(price, out var queue)) BookOf(side)[price] = queue = [];
        queue.Add(order);
        order.Index = _live.Count;
        _live.Add(order);
        return Of('A', order, order.Quantity);
    }

    private GeneratedMessage Execute()
    {
        var side = _bids.Count == 0 ? Side.Sell : _asks.Count == 0 ? Side.Buy : SomeSide();
        var order = BookOf(side).First().Value[0];
        return TakeOff('E', order, _random.Next(2) == 0 ? order.Quantity : _random.Next(1, order.Quantity + 1));
    }

    private GeneratedMessage Reduce()
    {
        var order = Some();
        return order.Quantity == 1 ? Delete() : TakeOff('X', order, _random.Next(1, order.Quantity));
    }

    private GeneratedMessage Delete()
    {
        var order = Some();
        return TakeOff('D', order, order.Quantity);
    }

    private GeneratedMessage TakeOff(char kind, Resting order, int quantity)
    {
        order.Quantity -= quantity;
        if (order.Quantity == 0)
        {
            var queue = BookOf(order.Side)[order.Price];
            queue.Remove(order);
            if (queue.Count == 0) BookOf(order.Side).Remove(order.Price);
            _live[order.Index] = _live[^1];
            _live[order.Index].Index = order.Index;
            _live.RemoveAt(_live.Count - 1);
        }
        return Of(kind, order, quantity);
    }

    private GeneratedMessage Of(char kind, Resting order, int quantity) =>
        new(kind, _time, order.Id, order.Side, order.Price, quantity);

    private Resting Some() => _live[_random.Next(_live.Count)];

    private Side SomeSide() => _random.Next(2) == 0 ? Side.Buy : Side.Sell;

    private int BestOr(Side side, int otherwise) => BookOf(side).Count > 0 ? BookOf(side).First().Key : otherwise;

    private SortedDictionary<int, List<Resting>> BookOf(Side side) => side == Side.Buy ? _bids : _asks;

    private sealed class Resting(long id, Side side, int price, int quantity)
    {
        public long Id { get; } = id;

        public Side Side { get; } = side;

        public int Price { get; } = price;

        public int Quantity { get; set; } = quantity;

        public int Index { get; set; }
    }
}
