using TradingOps.Engine.Accounts;
using TradingOps.Engine.Books;
using TradingOps.Engine.Instruments;
using TradingOps.Engine.Markets;
using TradingOps.Engine.Risk;

namespace TradingOps.Engine.Tests.Risk;

/// <summary>
/// One account on several symbols: its orders, changes and cancels travel to their markets, and its reports back, for as long as
/// they like, while others trade with it.
/// </summary>
public sealed class MaxPositionTests
{
    private const long Most = 20;

    [Fact]
    public void The_largest_position_is_never_exceeded_whatever_the_order_of_things()
    {
        long refused = 0, filled = 0, changed = 0;
        for (var seed = 0; seed < 300; seed++)
        {
            var model = new Model(seed);
            for (var step = 0; step < 400; step++)
            {
                model.Step();
                Assert.All(model.TruePositions, position => Assert.InRange(position, -Most, Most));
            }
            (refused, filled, changed) = (refused + model.Refused, filled + model.Filled, changed + model.Changed);
        }
        // The model is no use if nothing came near the limit.
        Assert.True(refused > 1000 && filled > 1000 && changed > 100, $"{refused} refused, {filled} filled, {changed} changed");
    }

    private sealed class Model
    {
        private static readonly string[] Symbols = ["AAPL", "MSFT", "SPY"];

        private readonly Random _random;
        private readonly Account _account = new("a");
        private readonly OrderPace _pace = new();
        private readonly Dictionary<string, Market> _markets = Symbols.ToDictionary(s => s, s => new Market(s));
        private readonly Dictionary<string, long> _true = Symbols.ToDictionary(s => s, _ => 0L);
        private readonly Dictionary<string,
            Queue<ExecutionReport>> _reports = Symbols.ToDictionary(s => s, _ => new Queue<ExecutionReport>());
        private readonly List<Action> _travelling = [];

        public Model(int seed)
        {
            _random = new(seed);
            _account.SetLimits(AccountLimits.None with { MaxPosition = Most });
        }

        public long Refused { get; private set; }

        public long Filled { get; private set; }

        public long Changed { get; private set; }

        /// <summary>As the markets know them, whether or not the account was told.</summary>
        public IEnumerable<long> TruePositions => _true.Values;

        public void Step()
        {
            var symbol = Symbols[_random.Next(Symbols.Length)];
            switch (_random.Next(10))
            {
                case < 3: Submit(symbol); break;
                case 3: Replace(symbol); break;
                case 4: Cancel(symbol); break;
                case 5: Others(symbol); break;
                case < 8 when _travelling.Count > 0: Arrive(); break;
                default: Tell(symbol); break;
            }
        }

        private void Submit(string symbol)
        {
            var order = RandomOrder();
            var held = new HeldOrder(symbol, 0, order.Spec.Side, order.Spec.Price, order.Spec.Quantity);
            if (!Passes(held, null)) return;
            _account.Reserve(held);
            _travelling.Add(() =>
            {
                var record = _markets[symbol].Enter(order, "a", null);
                Record(symbol, record);
                // The account lets go when it has applied the reports of the order's record.
                _untold.Add((symbol, record.Sequence, held));
            });
        }

        private void Replace(string symbol)
        {
            if (Pick(symbol) is not { } open) return;
            var (quantity, price) = (_random.Next(1, 15), 95 + _random.Next(11));
            // What it may have open at most, counted together with what it has filled.
            var held = open with { Price = price, Remaining = quantity };
            if (!Passes(held, open)) return;
            var more = held with { Remaining = Math.Max(0, quantity - open.Remaining) };
            _account.Reserve(more);
            var known = open.Remaining;
            _travelling.Add(() =>
            {
                // Filled meanwhile is part of the new quantity: the market is told of the difference.
                var left = _markets[symbol].Book.TryGetOrder(open.Number, out var now) ? now.Remaining - known + quantity : 0;
                var record = left <= 0 ? null : _markets[symbol].Execute(
                    new()
                    {
                        Kind = BookCommandKind.Replace,
                        OrderId = open.Number,
                        Account = OrderBook.AnyAccount,
                        Spec = new() { Price = price, Quantity = left },
                    }, out _);
                if (record is null)
                {
                    _account.Release(more);
                    return;
                }
                Changed++;
                Record(symbol, record);
                _untold.Add((symbol, record.Sequence, more));
            });
        }

        private void Cancel(string symbol)
        {
            if (Pick(symbol) is not { } open) return;
            var cancel = new BookCommand { Kind = BookCommandKind.Cancel, OrderId = open.Number, Account = OrderBook.AnyAccount };
            _travelling.Add(() =>
            {
                if (_markets[symbol].Execute(cancel, out _) is { } record) Record(symbol, record);
            });
        }

        private void Others(string symbol) => Record(symbol, _markets[symbol].Enter(RandomOrder(), "b", null));

        private void Arrive()
        {
            var at = _random.Next(_travelling.Count);
            var arrives = _travelling[at];
            _travelling.RemoveAt(at);
            arrives();
        }

        private void Tell(string symbol)
        {
            for (var count = _random.Next(4); count > 0 && _reports[symbol].TryDequeue(out var report); count--)
                _account.Apply(report, InstrumentCatalogue.Default[symbol]);
            var told = _account.CursorOf(symbol);
            var waiting = _reports[symbol].TryPeek(out var next) ? next.Sequence : long.MaxValue;
            foreach (var held in _untold.Where(u => u.Symbol == symbol && u.Sequence <= told.Sequence && u.Sequence < waiting)
                .ToArray())
            {
                _account.Release(held.Held);
                _untold.Remove(held);
            }
        }

        private readonly List<(string Symbol, long Sequence, HeldOrder Held)> _untold = [];

        private void Record(string symbol, MarketRecord record)
        {
            foreach (var report in record.Reports().Where(r => r.Account == "a"))
            {
                _reports[symbol].Enqueue(report);
                if (report.Kind != BookEventKind.Traded) continue;
                _true[symbol] += report.Side == Side.Buy ? report.Quantity : -report.Quantity;
                Filled++;
            }
        }

        private bool Passes(HeldOrder held, HeldOrder? before)
        {
            var check = new OrderCheck
            {
                Spec = new()
                {
                    Instructions = new(held.Side, OrderType.Limit, TimeInForce.Gtc),
                    Price = held.Price,
                    Quantity = held.Remaining,
                },
                Held = held,
                Before = before,
                Price = held.Price,
                Time = 0,
            };
            var refusal = PreTradeChecks.Check(
                check, _account, InstrumentCatalogue.Default[held.Symbol], default, _pace, null!, []);
            _pace.Record(check, _account.Limits, hasPassed: refusal is null);
            if (refusal is not null) Refused++;
            return refusal is null;
        }

        private HeldOrder? Pick(string symbol)
        {
            var open = _account.OpenOrders.Where(o => o.Symbol == symbol).ToArray();
            return open.Length == 0 ? null : open[_random.Next(open.Length)];
        }

        private BookCommand RandomOrder() => new()
        {
            Spec = new()
            {
                Instructions = new(
                    _random.Next(2) == 0 ? Side.Buy : Side.Sell, OrderType.Limit,
                    _random.Next(3) == 0 ? TimeInForce.Ioc : TimeInForce.Gtc),
                Price = 95 + _random.Next(11),
                Quantity = _random.Next(1, 15),
            },
        };
    }
}
