using System.Collections.Immutable;
using TradingOps.Bodies.Instruments;
using TradingOps.Bodies.Orders;
using TradingOps.Client.Breakers;
using TradingOps.Client.Parameters;
using TradingOps.Client.Problems;
using TradingOps.Engine.Errors;
using TradingOps.Engine.Instruments;
using TradingOps.Grains.Instruments;

namespace TradingOps.Client.Instruments;

/// <summary>Reads instruments of requests.</summary>
internal static class InstrumentReader
{
    /// <summary>The instrument of a symbol, or what is wrong with it.</summary>
    public static (InstrumentView? Instrument, ProblemResult? Problem) Read(string symbol, InstrumentBody body)
    {
        if (body.AssetClass is null) return Wrong(TradingError.MissingField, "field 'asset_class' is missing");
        if (!Words.AssetClasses.TryRead(body.AssetClass, default, out var asset))
            return Wrong(
                TradingError.InvalidAssetClass, Words.AssetClasses.Explain("asset_class", body.AssetClass));
        if (!InstrumentWords.Statuses.TryRead(body.Status, InstrumentStatus.Open, out var status))
            return Wrong(TradingError.InvalidStatus, InstrumentWords.Statuses.Explain("status", body.Status));
        if (!InstrumentWords.Rights.TryRead(body.Right, default, out var right))
            return Wrong(TradingError.InvalidRight, InstrumentWords.Rights.Explain("right", body.Right));
        if (!InstrumentWords.Sessions.TryRead(body.Session, default, out var session))
            return Wrong(TradingError.InvalidSession, InstrumentWords.Sessions.Explain("session", body.Session));
        if (!InstrumentWords.Settlements.TryRead(body.Settlement, default, out var settlement))
            return Wrong(TradingError.InvalidSettlement, InstrumentWords.Settlements.Explain("settlement", body.Settlement));
        if (body.Restriction is { Length: > 0 } && BreakerChangeBody.CheckReason(body.Restriction) is { } unclear)
            return (null, unclear);
        if (body.TickSize is not { } tick) return Wrong(TradingError.MissingField, "field 'tick_size' is missing");
        if ((FindWrongTicks(body) ?? FindWrongLots(body)) is { } unclearUnits) return unclearUnits;
        if (body.MaxQuantity is not { } max) return Wrong(TradingError.MissingField, "field 'max_quantity' is missing");
        var option = asset == AssetClass.Options ? OptionSymbol.Parse(symbol, out _) : null;
        return (new()
        {
            Symbol = option?.ToCompact() ?? symbol,
            AssetClass = asset,
            Currency = body.Currency ?? "USD",
            TickSize = tick,
            Ticks = ViewOf(body.Ticks),
            NextTicks = ViewOf(body.NextTicks?.Ticks),
            NextTicksFrom = body.NextTicks?.Day,
            LotSize = body.LotSize ?? 1,
            Lots = body.Lots is null ? null : [.. body.Lots.Select(c => new LotChangeView(c.Day!.Value, c.Lot!.Value))],
            Multiplier = body.Multiplier ?? (option is null ? 1 : 100),
            MinQuantity = body.MinQuantity ?? body.LotSize ?? 1,
            MaxQuantity = max,
            InitialMargin = body.InitialMargin ?? 1,
            InitialMarginAmount = body.InitialMarginAmount,
            MaintenanceMarginAmount = body.MaintenanceMarginAmount,
            IsBroadIndex = body.BroadIndex ?? false,
            ReferencePrice = body.ReferencePrice ?? 0,
            Protection = body.Protection ?? 0,
            MaxSpread = body.MaxSpread,
            MinQuoteSize = body.MinQuoteSize ?? 0,
            AllowNegative = body.AllowNegative ?? false,
            Underlying = body.Underlying ?? option?.Root,
            Expiry = body.Expiry ?? option?.Expiry,
            Right = body.Right is null ? option?.Right : right,
            Strike = body.Strike ?? option?.Strike,
            Style = body.Style,
            Status = status,
            Settlement = body.Settlement is null ? null : settlement,
            DeliverableShares = body.DeliverableShares,
            Restriction = PlainText.Clean(body.Restriction) is { Length: > 0 } reason ? reason : null,
            IsHardToBorrow = body.HardToBorrow ?? false,
            DeliverableCash = body.DeliverableCash ?? 0,
            Session = body.Session is null ? null : session,
        }, null);
    }

    private static (InstrumentView? Instrument, ProblemResult? Problem)? FindWrongTicks(InstrumentBody body)
    {
        if (body.NextTicks?.DescribeUnknown() is { } unknown) return Wrong(TradingError.UnknownField, unknown);
        foreach (var band in (body.Ticks ?? []).Concat(body.NextTicks?.Ticks ?? []))
        {
            if (band?.DescribeUnknown() is { } field) return Wrong(TradingError.UnknownField, field);
            if (band is not { From: not null, Tick: not null })
                return Wrong(TradingError.MissingField, "each element of ticks needs from and tick");
        }
        return body.NextTicks is { Day: null } or { Ticks: null }
            ? Wrong(TradingError.MissingField, "next_ticks needs day and ticks")
            : null;
    }

    private static (InstrumentView? Instrument, ProblemResult? Problem)? FindWrongLots(InstrumentBody body)
    {
        foreach (var change in body.Lots ?? [])
        {
            if (change?.DescribeUnknown() is { } field) return Wrong(TradingError.UnknownField, field);
            if (change is not { Day: not null, Lot: not null })
                return Wrong(TradingError.MissingField, "each element of lots needs day and lot");
        }
        return null;
    }

    private static ImmutableArray<TickBandView>? ViewOf(TickBandBody[]? bands) =>
        bands is null ? null : [.. bands.Select(b => new TickBandView(b.From!.Value, b.Tick!.Value))];

    private static (InstrumentView? Instrument, ProblemResult? Problem) Wrong(TradingError code, string detail) =>
        (null, Problem.Of(code, detail));
}
