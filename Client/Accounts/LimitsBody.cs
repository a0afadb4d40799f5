using TradingOps.Bodies;
using TradingOps.Bodies.Orders;
using TradingOps.Client.Risk;
using TradingOps.Engine.Errors;
using TradingOps.Engine.Instruments;
using TradingOps.Grains.Accounts;

namespace TradingOps.Client.Accounts;

/// <summary>
/// The limits of an account in the shape of the API; 0 turns off a limit that a maximum of 0 would make useless.
/// </summary>
internal sealed record LimitsBody : StrictBody
{
    private const decimal Most = 1_000_000_000_000_000;
    private const int MaxSymbols = 1_000;

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

    /// <summary>Classes that the account may open positions in; empty for all.</summary>
    public string[]? AssetClasses { get; init; }

    /// <summary>Symbols that it may open positions in; empty for all.</summary>
    public string[]? Symbols { get; init; }

    public bool? LongOnly { get; init; }

    /// <summary>Limits by asset class and underlying; empty for none.</summary>
    public ExposureLimitBody[]? Exposure { get; init; }

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
        AssetClasses = l.AssetClasses is { } classes ? [.. classes.Select(c => Words.AssetClasses[c])] : null,
        Symbols = l.Symbols is { } symbols ? [.. symbols] : null,
        LongOnly = l.IsLongOnly,
        Exposure = l.Exposure is { } exposure ? [.. exposure.Select(ExposureLimitBody.From)] : null,
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
        AssetClasses = AssetClasses is null ? null : [.. AssetClasses.Select(ReadClass).OfType<AssetClass>()],
        Symbols = Symbols is null ? null : [.. Symbols.Select(OptionSymbol.WithoutPadding)],
        IsLongOnly = LongOnly,
        Exposure = Exposure is null ? null : [.. Exposure.Select(e => e.ToValue())],
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
            ?? Check("hard_daily_loss", HardDailyLoss, 1) ?? Check("max_drawdown", MaxDrawdown, 1)
            ?? FindWrongPermissions() ?? ExposureLimitBody.FindWrong("limits.exposure", Exposure, isOfGroup: false);
    }

    private (TradingError Code, string Detail)? FindWrongPermissions()
    {
        if (AssetClasses?.FirstOrDefault(c => ReadClass(c) is null) is { } unknown)
            return (TradingError.InvalidPermissions, Words.AssetClasses.Explain("limits.asset_classes", unknown));
        if (Symbols is { Length: > MaxSymbols })
            return (
                TradingError.InvalidPermissions,
                $"limits.symbols has {Symbols.Length} symbols, at most {MaxSymbols} are allowed");
        return AssetClasses?.Contains(null) == true || Symbols?.Contains(null) == true
            ? (TradingError.InvalidPermissions, "limits.asset_classes or limits.symbols has an element that is null")
            : null;
    }

    private static AssetClass? ReadClass(string? word) =>
        word is not null && Words.AssetClasses.TryRead(word, default, out var asset) ? asset : null;

    private static (TradingError Code, string Detail)? Check(string field, decimal? value, decimal most) =>
        value < 0 || value > most ? (TradingError.InvalidLimits, $"limits.{field} {value} is not between 0 and {most}") : null;
}
