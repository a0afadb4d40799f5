using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using TradingOps.Engine.Accounts;
using TradingOps.Engine.Actors;
using TradingOps.Engine.Books;
using TradingOps.Engine.Breakers;
using TradingOps.Engine.Instruments;
using TradingOps.Engine.Markets;
using TradingOps.Engine.Risk;
using TradingOps.Engine.Settlement;
using TradingOps.Grains.Accounts;
using TradingOps.Grains.Breakers;
using TradingOps.Grains.Feeds;
using TradingOps.Grains.Instruments;
using TradingOps.Grains.Risk;

namespace TradingOps.Grains.AuditTrail;

/// <summary>Converts the records of each kind of stream to entries of the audit trail.</summary>
internal static class TrailRecords
{
    /// <summary>A record of a market.</summary>
    public static TrailRecord Of(MarketRecord record, Instrument instrument) =>
        new(record.Command.Time, record.Sequence, EntriesOf(record, instrument));

    /// <summary>A record of an account.</summary>
    public static TrailRecord Of(string account, AccountRecord record, InstrumentCatalogue catalogue) => new(
        record.Time, record.Sequence,
        [
            new TrailEntry
            {
                At = Time.FromMicroseconds(record.Time),
                Sequence = record.Sequence,
                Event = record.Kind switch
                {
                    AccountRecordKind.Opened => "account_opened",
                    AccountRecordKind.CashMoved => "cash_moved",
                    AccountRecordKind.Denied => "order_rejected",
                    AccountRecordKind.Changed => "account_changed",
                    AccountRecordKind.DayStarted => "day_started",
                    AccountRecordKind.HighWaterMarkRose => "high_water_mark_rose",
                    AccountRecordKind.Located => "shares_located",
                    var kind => throw new InvalidDataException($"account record of kind {kind}"),
                },
                Account = account,
                Symbol = record.Denied?.Symbol ?? record.Locate?.Symbol,
                Actor = record.Actor,
                Order = record.Denied is { } denied
                    ? OrderChanges.Of(account, record.Sequence, denied, catalogue[denied.Symbol])
                    : null,
                Amount = record.Kind switch
                {
                    AccountRecordKind.Denied or AccountRecordKind.Changed => null,
                    AccountRecordKind.Located => record.Locate!.Quantity,
                    _ => record.Amount,
                },
                Reference = record.Reference,
                Limits = record.Limits?.ToValues(),
                Fees = record.Terms?.Fees.ToValues(),
                CostMethod = record.Terms?.CostMethod,
                Detail = record.Reason ?? (record.Desk is { } desk ? $"desk '{desk}'" : null),
            },
        ]);

    /// <summary>A change of a breaker.</summary>
    public static TrailRecord Of(BreakerScope scope, BreakerChange change) => new(
        change.To.At, change.To.Sequence,
        [
            new TrailEntry
            {
                At = Time.FromMicroseconds(change.To.At),
                Sequence = change.To.Sequence,
                Event = "breaker_" + change.To.State.ToCode(),
                Account = scope.Kind == BreakerKind.Account ? scope.Name : null,
                Symbol = scope.Kind == BreakerKind.Symbol ? scope.Name : null,
                Scope = scope.Kind is BreakerKind.Firm or BreakerKind.Desk ? scope.ToString() : null,
                Actor = change.To.Who is { } who ? new(who == BreakerRules.System ? Actor.Breaker.Name : who) : null,
                Breaker = BreakerViews.Of(scope, change),
            },
        ]);

    /// <summary>A change of the limits of the firm or of a desk.</summary>
    public static TrailRecord Of(GroupLimits limits) => new(
        limits.Time, limits.Sequence,
        [
            new TrailEntry
            {
                At = Time.FromMicroseconds(limits.Time),
                Sequence = limits.Sequence,
                Event = "limits_changed",
                Scope = limits.Scope,
                Actor = limits.Actor,
                Exposure = [.. limits.Limits.Select(l => l.ToValue())],
                Detail = limits.Reason,
            },
        ]);

    /// <summary>A change of an instrument.</summary>
    public static TrailRecord Of(InstrumentChange change) => new(
        change.Time, change.Sequence,
        [
            new TrailEntry
            {
                At = Time.FromMicroseconds(change.Time),
                Sequence = change.Sequence,
                Event = "instrument_changed",
                Symbol = change.Instrument.Symbol,
                Actor = new(change.Who),
                Instrument = InstrumentView.Of(change.Instrument, change.Instrument.Status),
            },
        ]);

    private static IEnumerable<TrailEntry> EntriesOf(MarketRecord record, Instrument instrument)
    {
        var market = new TrailEntry
        {
            At = Time.FromMicroseconds(record.Command.Time),
            Sequence = record.Sequence,
            Event = "",
            Symbol = instrument.Symbol,
            Actor = record.Actor,
        };
        if (DescribeMarket(record, instrument) is var (what, detail))
            yield return market with
            {
                Event = what,
                Detail = detail,
                Account = record.Command.Kind == BookCommandKind.Instruct ? record.Note : null,
            };
        var changes = ImmutableArray.CreateBuilder<OrderChange>();
        OrderChanges.AddTo(changes, record, instrument);
        var place = 0;
        foreach (var report in record.Reports())
            yield return market with
            {
                Event = (report.IsOfOrder ? "order_" : "position_")
                    + JsonNamingPolicy.SnakeCaseLower.ConvertName(report.Kind.ToString()),
                Account = report.Account,
                Actor = record.ActorOf(report),
                Order = report.IsOfOrder ? changes[place++] : null,
                Detail = report.IsOfOrder ? null : DescribePosition(report, instrument),
            };
    }

    private static (string Event, string? Detail)? DescribeMarket(MarketRecord record, Instrument instrument)
    {
        var command = record.Command;
        return command.Kind switch
        {
            BookCommandKind.SetSession =>
                ("session_changed", JsonNamingPolicy.SnakeCaseLower.ConvertName(command.Session.ToString())),
            BookCommandKind.SetBand => ("price_band_changed",
                $"{ToText(instrument.ToPrice(command.BandLow))} to {ToText(instrument.ToPrice(command.BandHigh))}"),
            BookCommandKind.SetLastPrice => ("last_price_changed", ToText(instrument.ToPrice(command.Spec.Price))),
            BookCommandKind.SetClockBack => ("clock_set_back", record.Note),
            BookCommandKind.SetOfficialPrice =>
                ("official_price_entered", $"{Describe(record.Official!, instrument)}: {record.Note}"),
            BookCommandKind.Instruct => ("exercise_instructed", ToText(instrument.ToQuantity(command.Position))),
            BookCommandKind.CorrectSettlement => ("settlement_corrected", null),
            BookCommandKind.BustTrade => (EventOf(record.Bust!), $"{Describe(record.Bust!, instrument)}: {record.Note}"),
            _ => null,
        };
    }

    private static string EventOf(TradeBust bust) =>
        (bust.NewPrice is null ? "trade_bust" : "trade_correction") + (bust.IsAgreed ? "_agreed" : "_requested");

    private static string Describe(TradeBust bust, Instrument instrument) =>
        $"{OrderIds.FormatTrade(instrument.Symbol, bust.Sequence, bust.Trade)} at {ToText(instrument.ToPrice(bust.Price))}"
        + (bust.NewPrice is { } price ? $", {ToText(instrument.ToPrice(price))} from now on" : "");

    private static string Describe(OfficialPrice price, Instrument instrument) =>
        $"{JsonNamingPolicy.SnakeCaseLower.ConvertName(price.Kind.ToString())} of {price.Day:yyyy-MM-dd} "
        + $"{ToText(instrument.FromSettlement(price.Parts))}, entered by {price.EnteredBy}"
        + (price.ConfirmedBy is null ? "" : $" and {price.ConfirmedBy}");

    /// <summary>A price, or the contracts or shares that an exercise moved.</summary>
    private static string DescribePosition(in ExecutionReport report, Instrument instrument) => report.Kind switch
    {
        BookEventKind.Busted or BookEventKind.Corrected =>
            $"{ToText(instrument.ToQuantity(report.Quantity))} at {ToText(instrument.ToPrice(report.Price))}",
        BookEventKind.Exercised or BookEventKind.Delivered => ToText(instrument.ToQuantity(report.Quantity)),
        BookEventKind.Settled when report.Quantity > 0 =>
            $"{ToText(instrument.FromSettlement(report.Price))}, {ToText(instrument.ToQuantity(report.Quantity))} "
            + (report.Side == Side.Buy ? "exercised" : "assigned"),
        _ => ToText(instrument.FromSettlement(report.Price)),
    };

    private static string ToText(decimal price) => price.ToString(CultureInfo.InvariantCulture);
}
