using System.Collections.Immutable;
using TradingOps.Bodies.Orders;
using TradingOps.Grains.Instruments;

namespace TradingOps.Bodies.Instruments;

/// <summary>An instrument in the shape of the API. What an option's symbol says need not be said again.</summary>
internal sealed record InstrumentBody : StrictBody
{
    public string? Symbol { get; init; }

    public string? AssetClass { get; init; }

    public string? Currency { get; init; }

    public decimal? TickSize { get; init; }

    /// <summary>The ticks of orders by their price; null where each is the tick size.</summary>
    public TickBandBody[]? Ticks { get; init; }

    /// <summary>The ticks from a trading day on; null if no change is planned.</summary>
    public NextTicksBody? NextTicks { get; init; }

    public decimal? LotSize { get; init; }

    /// <summary>The lots of orders by trading day; null where each is the lot size.</summary>
    public LotChangeBody[]? Lots { get; init; }

    public decimal? Multiplier { get; init; }

    public decimal? MinQuantity { get; init; }

    public decimal? MaxQuantity { get; init; }

    public decimal? InitialMargin { get; init; }

    public decimal? InitialMarginAmount { get; init; }

    public decimal? MaintenanceMarginAmount { get; init; }

    public bool? BroadIndex { get; init; }

    public decimal? ReferencePrice { get; init; }

    public decimal? Protection { get; init; }

    public decimal? MaxSpread { get; init; }

    public decimal? MinQuoteSize { get; init; }

    public bool? AllowNegative { get; init; }

    public string? Underlying { get; init; }

    public DateOnly? Expiry { get; init; }

    public string? Right { get; init; }

    public decimal? Strike { get; init; }

    public string? Style { get; init; }

    public string? Status { get; init; }

    /// <summary>Why positions in it can be closed only; null if it is not on the restricted list.</summary>
    public string? Restriction { get; init; }

    public bool? HardToBorrow { get; init; }

    public string? Settlement { get; init; }

    public decimal? DeliverableShares { get; init; }

    public decimal? DeliverableCash { get; init; }

    public string? Session { get; init; }

    public static InstrumentBody From(InstrumentView i) => new()
    {
        Symbol = i.Symbol,
        AssetClass = Words.AssetClasses[i.AssetClass],
        Currency = i.Currency,
        TickSize = i.TickSize,
        Ticks = BodyOf(i.Ticks),
        NextTicks = i.NextTicks is null ? null : new() { Day = i.NextTicksFrom, Ticks = BodyOf(i.NextTicks) },
        LotSize = i.LotSize,
        Lots = i.Lots is { } lots ? [.. lots.Select(c => new LotChangeBody { Day = c.Day, Lot = c.Lot })] : null,
        Multiplier = i.Multiplier,
        MinQuantity = i.MinQuantity,
        MaxQuantity = i.MaxQuantity,
        InitialMargin = i.InitialMargin,
        InitialMarginAmount = i.InitialMarginAmount,
        MaintenanceMarginAmount = i.MaintenanceMarginAmount,
        BroadIndex = i.IsBroadIndex,
        ReferencePrice = i.ReferencePrice,
        Protection = i.Protection == 0 ? null : i.Protection,
        MaxSpread = i.MaxSpread,
        MinQuoteSize = i.MinQuoteSize,
        AllowNegative = i.AllowNegative,
        Underlying = i.Underlying,
        Expiry = i.Expiry,
        Right = i.Right is { } right ? InstrumentWords.Rights[right] : null,
        Strike = i.Strike,
        Style = i.Style,
        Status = InstrumentWords.Statuses[i.Status],
        Settlement = i.AssetClass == Engine.Instruments.AssetClass.Options
            ? InstrumentWords.Settlements[i.Settlement ?? default]
            : null,
        DeliverableShares = i.DeliverableShares,
        Restriction = i.Restriction,
        HardToBorrow = i.IsHardToBorrow,
        DeliverableCash = i.DeliverableCash == 0 ? null : i.DeliverableCash,
        Session = InstrumentWords.Sessions[i.ToInstrument().Hours],
    };

    private static TickBandBody[]? BodyOf(ImmutableArray<TickBandView>? bands) =>
        bands is { } known ? [.. known.Select(b => new TickBandBody { From = b.From, Tick = b.Tick })] : null;
}
