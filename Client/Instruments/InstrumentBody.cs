using System.Collections.Immutable;
using TradingOps.Client.Breakers;
using TradingOps.Client.Orders;
using TradingOps.Client.Parameters;
using TradingOps.Client.Problems;
using TradingOps.Engine.Errors;
using TradingOps.Engine.Instruments;
using TradingOps.Engine.Sessions;
using TradingOps.Grains.Instruments;

namespace TradingOps.Client.Instruments;

/// <summary>An instrument in the shape of the API. What an option's symbol says need not be said again.</summary>
internal sealed record InstrumentBody : StrictBody
{
    private static readonly Vocabulary<InstrumentStatus> Statuses = new(
        ("open", InstrumentStatus.Open), ("halted", InstrumentStatus.Halted), ("closed", InstrumentStatus.Closed),
        ("expired", InstrumentStatus.Expired));

    private static readonly Vocabulary<OptionRight> Rights = new(("call", OptionRight.Call), ("put", OptionRight.Put));

    private static readonly Vocabulary<SettlementMethod> Settlements = new(
        ("physical", SettlementMethod.Physical), ("cash", SettlementMethod.Cash));

    private static readonly Vocabulary<MarketHours> Sessions = new(
        ("always", MarketHours.Always), ("equities", MarketHours.Equities), ("options", MarketHours.Options),
        ("globex", MarketHours.Globex));

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
        Right = i.Right is { } right ? Rights[right] : null,
        Strike = i.Strike,
        Style = i.Style,
        Status = Statuses[i.Status],
        Settlement = i.AssetClass == Engine.Instruments.AssetClass.Options ? Settlements[i.Settlement ?? default] : null,
        DeliverableShares = i.DeliverableShares,
        Restriction = i.Restriction,
        HardToBorrow = i.IsHardToBorrow,
        DeliverableCash = i.DeliverableCash == 0 ? null : i.DeliverableCash,
        Session = Sessions[i.ToInstrument().Hours],
    };

    /// <summary>The instrument of a symbol, or what is wrong with it.</summary>
    public (InstrumentView? Instrument, ProblemResult? Problem) Read(string symbol)
    {
        if (AssetClass is null) return Wrong(TradingError.MissingField, "field 'asset_class' is missing");
        if (!Words.AssetClasses.TryRead(AssetClass, default, out var asset))
            return Wrong(
                TradingError.InvalidAssetClass, Words.AssetClasses.Explain("asset_class", AssetClass));
        if (!Statuses.TryRead(Status, InstrumentStatus.Open, out var status))
            return Wrong(TradingError.InvalidStatus, Statuses.Explain("status", Status));
        if (!Rights.TryRead(Right, default, out var right))
            return Wrong(TradingError.InvalidRight, Rights.Explain("right", Right));
        if (!Sessions.TryRead(Session, default, out var session))
            return Wrong(TradingError.InvalidSession, Sessions.Explain("session", Session));
        if (!Settlements.TryRead(Settlement, default, out var settlement))
            return Wrong(TradingError.InvalidSettlement, Settlements.Explain("settlement", Settlement));
        if (Restriction is { Length: > 0 } && BreakerChangeBody.CheckReason(Restriction) is { } unclear) return (null, unclear);
        if (TickSize is not { } tick) return Wrong(TradingError.MissingField, "field 'tick_size' is missing");
        if ((FindWrongTicks() ?? FindWrongLots()) is { } unclearUnits) return unclearUnits;
        if (MaxQuantity is not { } max) return Wrong(TradingError.MissingField, "field 'max_quantity' is missing");
        var option = asset == Engine.Instruments.AssetClass.Options ? OptionSymbol.Parse(symbol, out _) : null;
        return (new()
        {
            Symbol = option?.ToCompact() ?? symbol,
            AssetClass = asset,
            Currency = Currency ?? "USD",
            TickSize = tick,
            Ticks = ViewOf(Ticks),
            NextTicks = ViewOf(NextTicks?.Ticks),
            NextTicksFrom = NextTicks?.Day,
            LotSize = LotSize ?? 1,
            Lots = Lots is null ? null : [.. Lots.Select(c => new LotChangeView(c.Day!.Value, c.Lot!.Value))],
            Multiplier = Multiplier ?? (option is null ? 1 : 100),
            MinQuantity = MinQuantity ?? LotSize ?? 1,
            MaxQuantity = max,
            InitialMargin = InitialMargin ?? 1,
            InitialMarginAmount = InitialMarginAmount,
            MaintenanceMarginAmount = MaintenanceMarginAmount,
            IsBroadIndex = BroadIndex ?? false,
            ReferencePrice = ReferencePrice ?? 0,
            Protection = Protection ?? 0,
            MaxSpread = MaxSpread,
            MinQuoteSize = MinQuoteSize ?? 0,
            AllowNegative = AllowNegative ?? false,
            Underlying = Underlying ?? option?.Root,
            Expiry = Expiry ?? option?.Expiry,
            Right = Right is null ? option?.Right : right,
            Strike = Strike ?? option?.Strike,
            Style = Style,
            Status = status,
            Settlement = Settlement is null ? null : settlement,
            DeliverableShares = DeliverableShares,
            Restriction = PlainText.Clean(Restriction) is { Length: > 0 } reason ? reason : null,
            IsHardToBorrow = HardToBorrow ?? false,
            DeliverableCash = DeliverableCash ?? 0,
            Session = Session is null ? null : session,
        }, null);
    }

    private (InstrumentView? Instrument, ProblemResult? Problem)? FindWrongTicks()
    {
        if (NextTicks?.DescribeUnknown() is { } unknown) return Wrong(TradingError.UnknownField, unknown);
        foreach (var band in (Ticks ?? []).Concat(NextTicks?.Ticks ?? []))
        {
            if (band?.DescribeUnknown() is { } field) return Wrong(TradingError.UnknownField, field);
            if (band is not { From: not null, Tick: not null })
                return Wrong(TradingError.MissingField, "each element of ticks needs from and tick");
        }
        return NextTicks is { Day: null } or { Ticks: null }
            ? Wrong(TradingError.MissingField, "next_ticks needs day and ticks")
            : null;
    }

    private (InstrumentView? Instrument, ProblemResult? Problem)? FindWrongLots()
    {
        foreach (var change in Lots ?? [])
        {
            if (change?.DescribeUnknown() is { } field) return Wrong(TradingError.UnknownField, field);
            if (change is not { Day: not null, Lot: not null })
                return Wrong(TradingError.MissingField, "each element of lots needs day and lot");
        }
        return null;
    }

    private static TickBandBody[]? BodyOf(ImmutableArray<TickBandView>? bands) =>
        bands is { } known ? [.. known.Select(b => new TickBandBody { From = b.From, Tick = b.Tick })] : null;

    private static ImmutableArray<TickBandView>? ViewOf(TickBandBody[]? bands) =>
        bands is null ? null : [.. bands.Select(b => new TickBandView(b.From!.Value, b.Tick!.Value))];

    private static (InstrumentView? Instrument, ProblemResult? Problem) Wrong(TradingError code, string detail) =>
        (null, Problems.Problem.Of(code, detail));
}
