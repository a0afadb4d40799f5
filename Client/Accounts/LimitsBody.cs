using TradingOps.Client.Problems;
using TradingOps.Engine.Errors;
using TradingOps.Grains.Accounts;

namespace TradingOps.Client.Accounts;

/// <summary>
/// The limits of an account in the shape of the API; 0 turns off a limit that a maximum of 0 would make useless.
/// </summary>
internal sealed record LimitsBody : StrictBody
{
    private const decimal Most = 1_000_000_000_000_000;

    public decimal? Leverage { get; init; }

    public int? MaxOrdersPerSecond { get; init; }

    public int? MaxOpenOrders { get; init; }

    public decimal? MaxOrderQuantity { get; init; }

    public decimal? MaxOrderNotional { get; init; }

    public decimal? PriceCollar { get; init; }

    public int? CollarTicks { get; init; }

    public int? DuplicateWindowMs { get; init; }

    public decimal? MaxPosition { get; init; }

    public bool? CheckBuyingPower { get; init; }

    public bool? OutsideMarket { get; init; }

    public decimal? SoftDailyLoss { get; init; }

    public decimal? HardDailyLoss { get; init; }

    public decimal? MaxDrawdown { get; init; }

    public static LimitsBody From(LimitValues l) => new()
    {
        Leverage = l.Leverage,
        MaxOrdersPerSecond = l.MaxOrdersPerSecond,
        MaxOpenOrders = l.MaxOpenOrders,
        MaxOrderQuantity = l.MaxOrderQuantity,
        MaxOrderNotional = l.MaxOrderNotional,
        PriceCollar = l.PriceCollar,
        CollarTicks = l.CollarTicks,
        DuplicateWindowMs = l.DuplicateWindow,
        MaxPosition = l.MaxPosition,
        CheckBuyingPower = l.CheckBuyingPower,
        OutsideMarket = l.IsOutside,
        SoftDailyLoss = l.SoftDailyLoss,
        HardDailyLoss = l.HardDailyLoss,
        MaxDrawdown = l.MaxDrawdown,
    };

    public LimitValues ToValues() => new()
    {
        Leverage = Leverage,
        MaxOrdersPerSecond = MaxOrdersPerSecond,
        MaxOpenOrders = MaxOpenOrders,
        MaxOrderQuantity = MaxOrderQuantity,
        MaxOrderNotional = MaxOrderNotional,
        PriceCollar = PriceCollar,
        CollarTicks = CollarTicks,
        DuplicateWindow = DuplicateWindowMs,
        MaxPosition = MaxPosition,
        CheckBuyingPower = CheckBuyingPower,
        IsOutside = OutsideMarket,
        SoftDailyLoss = SoftDailyLoss,
        HardDailyLoss = HardDailyLoss,
        MaxDrawdown = MaxDrawdown,
    };

    /// <summary>The first limit that is out of its range, or null.</summary>
    public (TradingError Code, string Detail)? FindWrong()
    {
        if (Unknown is { Count: > 0 }) return (TradingError.UnknownField, $"field 'limits.{Unknown.Keys.First()}' is not known");
        return Check("leverage", Leverage, 100) ?? Check("max_orders_per_second", MaxOrdersPerSecond, 1_000_000)
            ?? Check("max_open_orders", MaxOpenOrders, int.MaxValue) ?? Check("max_order_quantity", MaxOrderQuantity, Most)
            ?? Check("max_order_notional", MaxOrderNotional, Most) ?? Check("price_collar", PriceCollar, 100)
            ?? Check("collar_ticks", CollarTicks, 1_000_000) ?? Check("duplicate_window_ms", DuplicateWindowMs, 60_000)
            ?? Check("max_position", MaxPosition, Most) ?? Check("soft_daily_loss", SoftDailyLoss, 1)
            ?? Check("hard_daily_loss", HardDailyLoss, 1) ?? Check("max_drawdown", MaxDrawdown, 1);
    }

    private static (TradingError Code, string Detail)? Check(string field, decimal? value, decimal most) =>
        value < 0 || value > most ? (TradingError.InvalidLimits, $"limits.{field} {value} is not between 0 and {most}") : null;
}
