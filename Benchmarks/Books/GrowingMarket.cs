using System.Diagnostics;
using TradingOps.Engine.Books;
using TradingOps.Engine.Markets;

namespace TradingOps.Benchmarks.Books;

/// <summary>
/// A market of one size, of which random orders are canceled one by one, in one mass cancel, and by replays of the records of
/// both, which are decoded as at a start. Every round begins with the same market.
/// </summary>
internal sealed class GrowingMarket
{
    private readonly byte[] _market;
    private readonly long[] _canceled;
    private readonly List<double> _single = [], _mass = [], _replay = [], _pages = [];

    public GrowingMarket(int orders, int cancels)
    {
        Orders = orders;
        var random = new Random(1);
        var market = new Market("AAPL");
        var numbers = new long[orders];
        foreach (ref var number in numbers.AsSpan())
        {
            var side = (Side)random.Next(2);
            var order = new BookCommand
            {
                Spec = new()
                {
                    Instructions = new(side, OrderType.Limit, TimeInForce.Gtc),
                    Price = side == Side.Buy ? 1_000 - random.Next(500) : 1_001 + random.Next(500),
                    Quantity = 10,
                },
            };
            number = market.Enter(order, $"account-{random.Next(10)}", null).Command.OrderId;
        }
        random.Shuffle(numbers);
        _canceled = numbers[..cancels];
        using var stream = new MemoryStream();
        market.WriteSnapshot(new BinaryWriter(stream));
        _market = stream.ToArray();
    }

    public int Orders { get; }

    /// <summary>Median ns a cancel: executed one by one, in one mass cancel, replayed one by one, by the page.</summary>
    public double[] Costs() =>
        [.. new[] { _single, _mass, _replay, _pages }.Select(times => times.Order().ElementAt(times.Count / 2))];

    public void Play()
    {
        MarketRecord[] records = [];
        _single.Add(Time(market =>
        {
            var executed = new List<MarketRecord>(_canceled.Length);
            foreach (var number in _canceled)
            {
                var cancel = new BookCommand { Kind = BookCommandKind.Cancel, OrderId = number, Account = OrderBook.AnyAccount };
                if (market.Execute(cancel, out _) is { } record) executed.Add(record);
            }
            records = [.. executed];
        }));
        _mass.Add(Time(market => records = market.Cancel(_canceled, time: 0)));
        var journal = Array.ConvertAll(records, MarketRecordCodec.Encode);
        _replay.Add(Time(market =>
        {
            foreach (var bytes in journal) market.Replay(MarketRecordCodec.Decode(bytes));
        }));
        _pages.Add(Time(market =>
        {
            foreach (var page in journal.Select(bytes => MarketRecordCodec.Decode(bytes)).Chunk(OrderBook.OrdersAhead))
                market.Replay(page);
        }));
    }

    private double Time(Action<Market> work)
    {
        var market = Market.ReadSnapshot(new BinaryReader(new MemoryStream(_market)));
        GC.Collect();
        // Leaves memory that the records then take: with pages fresh from the system a cancel would take up to 200 ns more.
        for (var i = 0; i < 16_000; i++) GC.KeepAlive(new byte[1_000]);
        GC.Collect(0);
        var start = Stopwatch.GetTimestamp();
        work(market);
        var nanoseconds = Stopwatch.GetElapsedTime(start).TotalNanoseconds;
        if (market.Book.OpenOrders != Orders - _canceled.Length) throw new InvalidOperationException("orders are left");
        return nanoseconds / _canceled.Length;
    }
}
