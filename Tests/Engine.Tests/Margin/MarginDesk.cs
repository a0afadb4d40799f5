using TradingOps.Engine.Accounts;
using TradingOps.Engine.Instruments;
using TradingOps.Engine.Margin;

namespace TradingOps.Engine.Tests.Margin;

/// <summary>
/// Positions and orders in one underlying, and what they take. Options are of AAPL, expiring 2026-12-18 unless said.
/// </summary>
internal sealed class MarginDesk(MarginModel model = MarginModel.RegT, decimal leverage = 2)
{
    private static readonly DateOnly Expiry = new(2026, 12, 18);
    private static readonly DateOnly Today = new(2026, 11, 18);

    private readonly List<Holding> _holdings = [];

    public decimal? Underlying { get; init; } = 187.40m;

    public bool IsBroadIndex { get; init; }

    public MarginFigures Figures => UnderlyingMargin.Of([.. _holdings], Terms(), Underlying, IsBroadIndex);

    public static Instrument Stock { get; } =
        new() { Symbol = "AAPL", AssetClass = AssetClass.Equity, TickSize = 0.01m, MaxQuantity = 1_000_000 };

    public static Instrument Option(OptionRight right, decimal strike, DateOnly? expiry = null)
    {
        var symbol = new OptionSymbol("AAPL", expiry ?? Expiry, right, strike);
        return new()
        {
            Symbol = symbol.ToCompact(),
            AssetClass = AssetClass.Options,
            TickSize = 0.01m,
            Multiplier = 100,
            MaxQuantity = 1_000_000,
            Underlying = "AAPL",
            Expiry = symbol.Expiry,
            Right = right,
            Strike = strike,
        };
    }

    public static Instrument Future(
        string symbol, DateOnly expiry, decimal? initial = 12_000, decimal? maintenance = 10_000) => new()
        {
            Symbol = symbol,
            AssetClass = AssetClass.Futures,
            TickSize = 0.25m,
            Multiplier = 50,
            MaxQuantity = 10_000,
            Underlying = "ES",
            Expiry = expiry,
            InitialMargin = 0.08m,
            InitialMarginAmount = initial,
            MaintenanceMarginAmount = maintenance,
        };

    public MarginDesk Hold(Instrument instrument, decimal quantity, decimal price)
    {
        _holdings.Add(new() { Instrument = instrument, Quantity = quantity, Price = price });
        return this;
    }

    public MarginDesk Puts(decimal quantity, decimal strike, decimal price) =>
        Hold(Option(OptionRight.Put, strike), quantity, price);

    public MarginDesk Calls(decimal quantity, decimal strike, decimal price) =>
        Hold(Option(OptionRight.Call, strike), quantity, price);

    public MarginDesk Shares(decimal quantity) => Hold(Stock, quantity, Underlying ?? 0);

    /// <summary>Orders in the symbol that was added last.</summary>
    public MarginDesk Order(long buys, decimal buyPrice, long sells = 0, decimal sellPrice = 0)
    {
        var last = _holdings[^1];
        var tick = last.Instrument.TickSize;
        _holdings[^1] = last with { Held = new(buys, buys * buyPrice / tick, sells, sells * sellPrice / tick) };
        return this;
    }

    private MarginTerms Terms()
    {
        var account = new Account("a");
        account.Open(0, 0, Today);
        account.SetLimits(new() { Margin = model, Leverage = leverage });
        return new(account);
    }
}
