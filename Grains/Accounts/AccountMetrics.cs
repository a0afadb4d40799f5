using System.Collections.Concurrent;
using System.Text.Json;
using Prometheus;
using TradingOps.Engine.Books;
using TradingOps.Engine.Errors;
using TradingOps.Engine.Instruments;
using TradingOps.Engine.Risk;
using TradingOps.Grains.Books;
using TradingOps.Grains.Instruments;
using TradingOps.Grains.Orders;

namespace TradingOps.Grains.Accounts;

/// <summary>What the pre-trade gate counts: each order that came for the first time, on its account's silo. One a silo.</summary>
public sealed class AccountMetrics
{
    // Places in Statuses.
    private const int Success = 0;
    private const int Failed = 1;
    private const int Rejected = 2;

    private const string OtherReason = "other";

    private static readonly double[] DurationBuckets = [.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2, 5, 10];

    private static readonly string[] Statuses = ["success", "failed", "rejected"];

    // The codes that the API answers; those that are rare share one.
    private static readonly TradingError[] Reasons =
    [
        TradingError.BreakerOpen, TradingError.BreakerUnknown, TradingError.ReduceOnly, TradingError.InsufficientBuyingPower,
        TradingError.MaxNotional, TradingError.MaxQuantity, TradingError.MaxPosition, TradingError.MaxOpenOrders,
        TradingError.OrderRate, TradingError.PriceCollar, TradingError.DuplicateOrder,
    ];

    private readonly Counter _orders =
        Metrics.CreateCounter("orders_total", "Orders by what became of them.", "symbol", "side", "status");
    private readonly Counter _rejections = Metrics.CreateCounter("order_rejections_total", "Orders refused by reason.", "reason");
    private readonly Counter _failures =
        Metrics.CreateCounter("risk_check_failures_total", "Orders refused by a limit of their account.", "limit");
    private readonly Histogram _duration = Metrics.CreateHistogram(
        "order_placement_duration_seconds", "From the gate to the durable outcome.",
            new HistogramConfiguration { Buckets = DurationBuckets });
    // Looking a series up by three labels costs as much as all that is counted of an order.
    private readonly ConcurrentDictionary<(string Symbol, Side Side), Counter.Child[]> _outcomes = new();
    private readonly SymbolLabels _symbols;
    private readonly bool _isOn;

    /// <summary>Creates every series of the known symbols at zero.</summary>
    /// <param name="catalogue">The known symbols.</param>
    /// <param name="symbols">Their labels.</param>
    /// <param name="isOn">Whether orders are counted.</param>
    public AccountMetrics(InstrumentCatalogue catalogue, SymbolLabels symbols, bool isOn = true)
    {
        _isOn = isOn;
        _symbols = symbols;
        foreach (var reason in Reasons) _rejections.WithLabels(reason.ToName());
        _rejections.WithLabels(OtherReason);
        foreach (var limit in Enum.GetValues<RiskLimit>()) _failures.WithLabels(NameOf(limit));
        foreach (var instrument in catalogue.All)
            foreach (var side in new[] { Side.Buy, Side.Sell })
                OutcomesOf(symbols.Of(instrument.Symbol), side);
    }

    /// <summary>The label value of a limit.</summary>
    public static string NameOf(RiskLimit limit) => JsonNamingPolicy.SnakeCaseLower.ConvertName(limit.ToString());

    internal void Refused(Refusal refusal)
    {
        if (refusal.Limit is { } limit) _failures.WithLabels(NameOf(limit)).Inc();
    }

    /// <summary>Counts an order by its answer; null where there is none. One that is malformed is no order.</summary>
    internal void Observe(OrderRequest order, SubmitResult? result, TimeSpan duration)
    {
        if (!_isOn || result is { Outcome: SubmitOutcome.Invalid or SubmitOutcome.NotFound }) return;
        _duration.Observe(duration.TotalSeconds);
        var status = result?.Outcome switch
        {
            SubmitOutcome.Accepted => Success,
            SubmitOutcome.Refused => Rejected,
            _ => Failed,
        };
        OutcomesOf(_symbols.Of(order.Symbol), order.Side)[status].Inc();
        if (status == Rejected) _rejections.WithLabels(NameOf(result!.Code)).Inc();
    }

    private static string NameOf(TradingError? code) =>
        code is { } known && Reasons.Contains(known) ? known.ToName() : OtherReason;

    private Counter.Child[] OutcomesOf(string symbol, Side side) => _outcomes.GetOrAdd((symbol, side), static (key, orders) =>
        [.. Statuses.Select(status => orders.WithLabels(key.Symbol, BookMetrics.NameOf(key.Side), status))], _orders);
}
