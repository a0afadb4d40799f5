using System.Collections.Immutable;
using TradingOps.Engine.Instruments;
using TradingOps.Engine.Sessions;

namespace TradingOps.Grains.Instruments;

/// <summary>A tradable contract; <see cref="Instrument"/> says what its fields mean.</summary>
[GenerateSerializer, Immutable]
[Alias("tradingops.instrument-view")]
public sealed record InstrumentView
{
    /// <summary>Ticker, OSI symbol or futures code.</summary>
    [Id(0)] public required string Symbol { get; init; }

    /// <summary>Equity, options or futures.</summary>
    [Id(1)] public required AssetClass AssetClass { get; init; }

    /// <summary>ISO 4217.</summary>
    [Id(2)] public required string Currency { get; init; }

    /// <summary>Smallest price step, in currency.</summary>
    [Id(3)] public required decimal TickSize { get; init; }

    /// <summary>Smallest quantity step.</summary>
    [Id(4)] public required decimal LotSize { get; init; }

    /// <summary>Currency per point of price.</summary>
    [Id(5)] public required decimal Multiplier { get; init; }

    /// <summary>Smallest order quantity.</summary>
    [Id(6)] public required decimal MinQuantity { get; init; }

    /// <summary>Largest order quantity.</summary>
    [Id(7)] public required decimal MaxQuantity { get; init; }

    /// <summary>Last trading day of an option or future.</summary>
    [Id(8)] public DateOnly? Expiry { get; init; }

    /// <summary>Share of the notional that an opening order takes from buying power.</summary>
    [Id(9)] public decimal InitialMargin { get; init; }

    /// <summary>Price that a simulation starts from.</summary>
    [Id(10)] public decimal ReferencePrice { get; init; }

    /// <summary>What an option or future is written on.</summary>
    [Id(11)] public string? Underlying { get; init; }

    /// <summary>Call or put.</summary>
    [Id(12)] public OptionRight? Right { get; init; }

    /// <summary>Strike price.</summary>
    [Id(13)] public decimal? Strike { get; init; }

    /// <summary>Exercise style.</summary>
    [Id(14)] public string? Style { get; init; }

    /// <summary>What it takes at the moment, by decision or by calendar.</summary>
    [Id(15)] public InstrumentStatus Status { get; init; }

    /// <summary>How an option is settled that is exercised; null for delivery.</summary>
    [Id(25)] public SettlementMethod? Settlement { get; init; }

    /// <summary>Shares that a contract of an option delivers; null for as many as its multiplier.</summary>
    [Id(26)] public decimal? DeliverableShares { get; init; }

    /// <summary>Why positions in it can be closed only; null if it is not on the restricted list.</summary>
    [Id(28)] public string? Restriction { get; init; }

    /// <summary>Whether shares have to be located before they are sold short.</summary>
    [Id(29)] public bool IsHardToBorrow { get; init; }

    /// <summary>Cash that it delivers beside them.</summary>
    [Id(27)] public decimal DeliverableCash { get; init; }

    /// <summary>Whose hours it trades in; null for those of its class.</summary>
    [Id(17)] public MarketHours? Session { get; init; }

    /// <summary>How far a market order may trade from the best price; 0 for the price collar of the account.</summary>
    [Id(18)] public decimal Protection { get; init; }

    /// <summary>Whether prices of zero and below are traded.</summary>
    [Id(19)] public bool AllowNegative { get; init; }

    /// <summary>What a contract of a future takes from buying power, in currency.</summary>
    [Id(20)] public decimal? InitialMarginAmount { get; init; }

    /// <summary>Equity that a contract of a future must keep, in currency.</summary>
    [Id(21)] public decimal? MaintenanceMarginAmount { get; init; }

    /// <summary>Whether it follows a broad index.</summary>
    [Id(22)] public bool IsBroadIndex { get; init; }

    /// <summary>How far bid and ask may be apart for positions to be valued between them; null for what is usual.</summary>
    [Id(23)] public decimal? MaxSpread { get; init; }

    /// <summary>What bid and ask must show at least for the same.</summary>
    [Id(24)] public decimal MinQuoteSize { get; init; }

    /// <summary>The ticks of orders by their price; null for the tick size.</summary>
    [Id(30)] public ImmutableArray<TickBandView>? Ticks { get; init; }

    /// <summary>The ticks from <see cref="NextTicksFrom"/> on.</summary>
    [Id(31)] public ImmutableArray<TickBandView>? NextTicks { get; init; }

    /// <summary>The first trading day of <see cref="NextTicks"/>.</summary>
    [Id(32)] public DateOnly? NextTicksFrom { get; init; }

    /// <summary>The lots of orders by trading day; null for the lot size.</summary>
    [Id(33)] public ImmutableArray<LotChangeView>? Lots { get; init; }

    private static ImmutableArray<TickBandView>? ViewOf(TickTable? table) =>
        table is null ? null : [.. table.Bands.Select(b => new TickBandView(b.From, b.Tick))];

    private static TickTable? TableOf(ImmutableArray<TickBandView>? bands) =>
        bands is { } known ? new([.. known.Select(b => new TickBand(b.From, b.Tick))]) : null;

    /// <summary>The view of an instrument, expired if it is so by the calendar.</summary>
    public static InstrumentView Of(Instrument i, InstrumentStatus status) => new()
    {
        Symbol = i.Symbol,
        AssetClass = i.AssetClass,
        Currency = i.Currency,
        TickSize = i.TickSize,
        Ticks = ViewOf(i.Ticks),
        NextTicks = ViewOf(i.NextTicks),
        NextTicksFrom = i.NextTicksFrom,
        LotSize = i.LotSize,
        Lots = i.Lots is { } lots ? [.. lots.Changes.Select(c => new LotChangeView(c.Day, c.Lot))] : null,
        Multiplier = i.Multiplier,
        MinQuantity = i.MinQuantity,
        MaxQuantity = i.MaxQuantity,
        Expiry = i.Expiry,
        InitialMargin = i.InitialMargin,
        ReferencePrice = i.ReferencePrice,
        Protection = i.Protection,
        AllowNegative = i.AllowNegative,
        MaxSpread = i.MaxSpread,
        MinQuoteSize = i.MinQuoteSize,
        InitialMarginAmount = i.InitialMarginAmount,
        MaintenanceMarginAmount = i.MaintenanceMarginAmount,
        IsBroadIndex = i.IsBroadIndex,
        Underlying = i.Underlying,
        Right = i.Right,
        Strike = i.Strike,
        Style = i.Style,
        Status = status,
        Settlement = i.Settlement,
        DeliverableShares = i.DeliverableShares,
        DeliverableCash = i.DeliverableCash,
        Restriction = i.Restriction,
        IsHardToBorrow = i.IsHardToBorrow,
        Session = i.Session,
    };

    /// <summary>The instrument that this is a view of.</summary>
    public Instrument ToInstrument() => new()
    {
        Symbol = Symbol,
        AssetClass = AssetClass,
        Currency = Currency,
        TickSize = TickSize,
        Ticks = TableOf(Ticks),
        NextTicks = TableOf(NextTicks),
        NextTicksFrom = NextTicksFrom,
        LotSize = LotSize,
        Lots = Lots is { } lots ? new([.. lots.Select(c => new LotChange(c.Day, c.Lot))]) : null,
        Multiplier = Multiplier,
        MinQuantity = MinQuantity,
        MaxQuantity = MaxQuantity,
        Expiry = Expiry,
        InitialMargin = InitialMargin,
        ReferencePrice = ReferencePrice,
        Protection = Protection,
        AllowNegative = AllowNegative,
        MaxSpread = MaxSpread,
        MinQuoteSize = MinQuoteSize,
        InitialMarginAmount = InitialMarginAmount,
        MaintenanceMarginAmount = MaintenanceMarginAmount,
        IsBroadIndex = IsBroadIndex,
        Underlying = Underlying,
        Right = Right,
        Strike = Strike,
        Style = Style,
        Status = Status,
        Settlement = Settlement,
        DeliverableShares = DeliverableShares,
        DeliverableCash = DeliverableCash,
        Restriction = Restriction,
        IsHardToBorrow = IsHardToBorrow,
        Session = Session,
    };
}
