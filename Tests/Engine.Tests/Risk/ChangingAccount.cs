using TradingOps.Engine.Accounts;
using TradingOps.Engine.Books;
using TradingOps.Engine.Instruments;
using TradingOps.Engine.Markets;
using TradingOps.Engine.Risk;

namespace TradingOps.Engine.Tests.Risk;

/// <summary>
/// An account to which everything happens that changes its value: it trades in several markets, holds orders, is settled, moves
/// cash; prices move, go and age; instruments change. Seeded.
/// </summary>
internal sealed class ChangingAccount
{
    private static readonly string[] Symbols = ["AAPL", "MSFT", "ESZ6", "AAPL271217C00190000", "COIN"];

    private readonly Random _random;
    private readonly Dictionary<string, Market> _markets = Symbols.ToDictionary(s => s, s => new Market(s));
    private readonly Dictionary<string, Instrument> _instruments = Symbols.ToDictionary(s => s, InstrumentOf);
    private readonly Dictionary<string, Mark> _marks = Symbols.ToDictionary(s => s, _ => new Mark { IsOld = true });
    private readonly List<HeldOrder> _held = [];

    public ChangingAccount(int seed)
    {
        _random = new(seed);
        Account.Open(100_000, 0, default);
        Account.SetTerms(new()
        {
            CostMethod = (CostMethod)_random.Next(3),
            Fees = new() { Equity = new() { Taker = new(0.0035m, 1.7m), Maker = new(-0.002m) } },
        });
        Running = new(Account, Instruments, Marks);
    }

    public Account Account { get; } = new("a");

    public RunningValuation Running { get; }

    public int Settled { get; private set; }

    public Instrument Instruments(string symbol) => _instruments[symbol];

    public Mark Marks(string symbol) => _marks[symbol];

    public Valuation FromTheStart() => new RunningValuation(Account, Instruments, Marks).Now();

    public void Step()
    {
        var symbol = Symbols[_random.Next(Symbols.Length)];
        switch (_random.Next(100))
        {
            case < 45: Trade(symbol); break;
            case < 60: Hold(symbol); break;
            case < 70: LetGo(); break;
            case < 93: MovePrices(symbol); break;
            case < 95: ChangeInstrument(symbol); break;
            case < 97: Account.MoveCash(_random.Next(-1_000, 1_000) / 7m); break;
            case < 99: Account.SetLimits(new() { Leverage = _random.Next(1, 5) }); break;
            default:
                if (_random.Next(4) == 0) Settle(symbol);
                break;
        }
    }

    private static Instrument InstrumentOf(string symbol) => symbol == "COIN"
        ? new() { Symbol = symbol, AssetClass = AssetClass.Equity, TickSize = 0.00001m, LotSize = 0.0001m, MaxQuantity = 1_000 }
        : InstrumentCatalogue.Default[symbol];

    /// <summary>An order of the account or of another; their sizes have no common measure, so that averages are thirds.</summary>
    private void Trade(string symbol)
    {
        if (_markets[symbol].Book.Session != SessionState.Open) return;
        var record = _markets[symbol].Enter(
            new()
            {
                Spec = new()
                {
                    Instructions = new(RandomSide(), OrderType.Limit, _random.Next(4) == 0 ? TimeInForce.Ioc : TimeInForce.Gtc),
                    Price = _random.Next(9_500, 10_500),
                    Quantity = _random.Next(1, 14),
                },
                Time = _random.NextInt64(1_000_000_000_000),
            },
            _random.Next(2) == 0 ? "a" : "b", null);
        Follow(symbol, record);
    }

    private void Hold(string symbol)
    {
        var order = new HeldOrder(symbol, 0, RandomSide(), _random.Next(9_000, 11_000), _random.Next(1, 14));
        Account.Reserve(order);
        _held.Add(order);
    }

    private void LetGo()
    {
        if (_held.Count == 0) return;
        Account.Release(_held[0]);
        _held.RemoveAt(0);
    }

    private void MovePrices(string symbol)
    {
        var tick = _instruments[symbol].TickSize;
        var before = _marks[symbol];
        _marks[symbol] = (Quoted.Of(RandomPrice(), RandomPrice(), RandomPrice()) with { IsOld = _random.Next(10) == 0 })
            .After(_random.Next(10) == 0 ? default : _marks[symbol]);
        if (_random.Next(4) == 0) Running.RepriceAll();
        else if (!_marks[symbol].ValuesAs(before)) Running.Reprice(symbol);

        decimal? RandomPrice() => _random.Next(4) == 0 ? null : _random.Next(9_000, 11_000) * tick;
    }

    private void ChangeInstrument(string symbol)
    {
        _instruments[symbol] = _instruments[symbol] with
        {
            InitialMargin = _random.Next(1, 30) / 30m,
        };
        Running.RepriceAll();
    }

    /// <summary>Ends a market: its orders expire, and what is held is closed.</summary>
    private void Settle(string symbol)
    {
        var price = _instruments[symbol].TickSize * 9_876.5432m;
        if (!_instruments[symbol].TryToSettlement(price, out var parts)) throw new InvalidOperationException();
        Enter(SessionState.Expired, 0);
        Enter(SessionState.Settled, parts);
        Settled++;

        void Enter(SessionState session, long at)
        {
            var command = new BookCommand { Kind = BookCommandKind.SetSession, Session = session, Spec = new() { Price = at } };
            if (_markets[symbol].Execute(command, out _) is { } record) Follow(symbol, record);
        }
    }

    private void Follow(string symbol, MarketRecord record)
    {
        foreach (var report in record.Reports().Where(r => r.Account == Account.Id)) Account.Apply(report, _instruments[symbol]);
    }

    private Side RandomSide() => _random.Next(2) == 0 ? Side.Buy : Side.Sell;
}
