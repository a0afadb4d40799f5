using System.Text.Json;
using Prometheus;
using TradingOps.Engine.Books;
using TradingOps.Engine.Instruments;
using TradingOps.Engine.Risk;
using TradingOps.Grains.Books;
using TradingOps.Grains.Orders;

namespace TradingOps.Grains.Accounts;

/// <summary>What the pre-trade gate counts. One a silo.</summary>
public sealed class AccountMetrics
{
    private const string Success = "success";
    private const string Failed = "failed";
    private const string Rejected = "rejected";

    private static readonly double[] DurationBuckets = [.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2, 5, 10];

    private readonly Counter _placed = Metrics.CreateCounter("orders_placed_total", "Orders accepted.", "symbol", "side");
    private readonly Counter _orders =
        Metrics.CreateCounter("orders_total", "Orders by what became of them.", "symbol", "side", "status");
    private readonly Counter _routed = Metrics.CreateCounter(
        "orders_routed_total", "Orders accepted by destination.", "asset_class", "destination");
    private readonly Counter _rejections = Metrics.CreateCounter("order_rejections_total", "Orders refused by reason.", "reason");
    private readonly Counter _failures =
        Metrics.CreateCounter("risk_check_failures_total", "Orders refused by a limit of their account.", "limit");
    private readonly Histogram _duration = Metrics.CreateHistogram(
        "order_placement_duration_seconds", "From the gate to the durable outcome.",
            new HistogramConfiguration { Buckets = DurationBuckets });

    /// <summary>Creates every series of the known symbols at zero.</summary>
    public AccountMetrics(InstrumentCatalogue catalogue)
    {
        foreach (var limit in Enum.GetValues<RiskLimit>()) _failures.WithLabels(NameOf(limit));
        foreach (var instrument in catalogue.All)
        {
            _routed.WithLabels(ClassOf(instrument), instrument.Destination);
            foreach (var side in new[] { Side.Buy, Side.Sell })
            {
                _placed.WithLabels(instrument.Symbol, BookMetrics.NameOf(side));
                foreach (var status in new[] { Success, Failed, Rejected })
                    _orders.WithLabels(instrument.Symbol, BookMetrics.NameOf(side), status);
            }
        }
    }

    /// <summary>The label value of a limit.</summary>
    public static string NameOf(RiskLimit limit) => JsonNamingPolicy.SnakeCaseLower.ConvertName(limit.ToString());

    internal void Refused(Refusal refusal)
    {
        if (refusal.Limit is { } limit) _failures.WithLabels(NameOf(limit)).Inc();
    }

    internal void Observe(PlaceOrder order, Instrument instrument, SubmitResult? result, TimeSpan duration)
    {
        _duration.Observe(duration.TotalSeconds);
        var side = BookMetrics.NameOf(order.Side);
        var status = result is null ? Failed : result.Outcome == SubmitOutcome.Accepted ? Success : Rejected;
        _orders.WithLabels(instrument.Symbol, side, status).Inc();
        if (status == Rejected) _rejections.WithLabels(result!.Code!).Inc();
        if (status != Success) return;
        _placed.WithLabels(instrument.Symbol, side).Inc();
        _routed.WithLabels(ClassOf(instrument), instrument.Destination).Inc();
    }

    private static string ClassOf(Instrument instrument) => instrument.AssetClass.ToString().ToUpperInvariant();
}
