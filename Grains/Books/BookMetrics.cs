using System.Collections.Immutable;
using Prometheus;
using TradingOps.Engine.Books;
using TradingOps.Engine.Instruments;
using TradingOps.Engine.Markets;

namespace TradingOps.Grains.Books;

/// <summary>What markets count. One a silo.</summary>
public sealed class BookMetrics
{
    private static readonly string[] SymbolSide = ["symbol", "side"];

    private readonly Counter _fills = Metrics.CreateCounter("order_fills_total", "Fills of orders.", SymbolSide);
    private readonly Counter _cancellations = Metrics.CreateCounter("order_cancellations_total", "Orders canceled.", SymbolSide);
    private readonly Counter _volume =
        Metrics.CreateCounter("order_filled_quantity_total", "Shares or contracts filled.", SymbolSide);
    private readonly Counter _conflicts = Metrics.CreateCounter("journal_conflicts_total", "Superseded activations fenced.");
    private readonly Counter _replayed =
        Metrics.CreateCounter("journal_replayed_records_total", "Records replayed on activation.");
    private readonly Counter _redelivered = Metrics.CreateCounter("fills_redelivered_total", "Deliveries retried.");

    /// <summary>Creates every series of the known symbols at zero.</summary>
    public BookMetrics(InstrumentCatalogue catalogue)
    {
        foreach (var instrument in catalogue.All)
        {
            foreach (var side in new[] { Side.Buy, Side.Sell })
            {
                _fills.WithLabels(instrument.Symbol, NameOf(side));
                _cancellations.WithLabels(instrument.Symbol, NameOf(side));
                _volume.WithLabels(instrument.Symbol, NameOf(side));
            }
        }
    }

    /// <summary>The label value of a side.</summary>
    public static string NameOf(Side side) => side == Side.Buy ? "buy" : "sell";

    internal void Observe(MarketRecord record, ImmutableArray<ExecutionReport> reports, Instrument instrument)
    {
        foreach (var report in reports)
        {
            var side = NameOf(report.Side);
            if (report.Kind == BookEventKind.Traded)
            {
                _fills.WithLabels(instrument.Symbol, side).Inc();
                _volume.WithLabels(instrument.Symbol, side).Inc((double)instrument.ToQuantity(report.Quantity));
            }
            else if (report.Kind == BookEventKind.Canceled && record.Command.Kind != BookCommandKind.Replace)
            {
                _cancellations.WithLabels(instrument.Symbol, side).Inc();
            }
        }
    }

    internal void Conflict() => _conflicts.Inc();

    internal void Replayed(long records) => _replayed.Inc(records);

    internal void Redelivered() => _redelivered.Inc();
}
