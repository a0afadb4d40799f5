using Prometheus;
using TradingOps.Engine.Books;
using TradingOps.Engine.Instruments;
using TradingOps.Grains.Instruments;

namespace TradingOps.Grains.Books;

/// <summary>
/// What markets count, each record once, when it is durable, on the silo that made it. One a silo.
/// </summary>
public sealed class BookMetrics
{
    private static readonly string[] SymbolSide = ["symbol", "side"];
    private static readonly double[] DurationBuckets =
        [.0001, .00025, .0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 5];

    private readonly SymbolLabels _symbols;

    private readonly Counter _replayed =
        Metrics.CreateCounter("journal_replayed_records_total", "Records replayed on activation.");
    private readonly Counter _redelivered =
        Metrics.CreateCounter("fills_redelivered_total", "Reports of fills and other changes that were delivered again.");

    /// <summary>Creates every series of the known symbols and destinations at zero.</summary>
    /// <param name="catalogue">The known symbols.</param>
    /// <param name="symbols">Their labels.</param>
    /// <param name="isOn">Whether records are counted, and books shown.</param>
    public BookMetrics(InstrumentCatalogue catalogue, SymbolLabels symbols, bool isOn = true)
    {
        IsOn = isOn;
        _symbols = symbols;
        foreach (var instrument in catalogue.All) Of(instrument);
    }

    /// <summary>Whether records are counted, and books shown.</summary>
    public bool IsOn { get; }

    internal Counter Placed { get; } = Metrics.CreateCounter("orders_placed_total", "Orders accepted.", SymbolSide);

    internal Counter Routed { get; } = Metrics.CreateCounter(
        "orders_routed_total", "Orders accepted by destination.", "asset_class", "destination");

    internal Counter Fills { get; } = Metrics.CreateCounter("order_fills_total", "Fills of orders.", SymbolSide);

    internal Counter Cancellations { get; } = Metrics.CreateCounter("order_cancellations_total", "Orders canceled.", SymbolSide);

    internal Counter Volume { get; } =
        Metrics.CreateCounter("order_filled_quantity_total", "Shares or contracts filled.", SymbolSide);

    internal Counter Trades { get; } = Metrics.CreateCounter(
        "trades_processed_total", "Trades that became durable, or that the journal did not take.", "status");

    internal Histogram TradeDuration { get; } = Metrics.CreateHistogram(
        "trade_processing_duration_seconds", "From a match to its durability.",
        new HistogramConfiguration { Buckets = DurationBuckets });

    internal Gauge Open { get; } = Metrics.CreateGauge("orders_open", "Live orders of a book.", "symbol");

    internal Gauge Depth { get; } =
        Metrics.CreateGauge("order_book_depth", "Shares or contracts shown on the ten best levels.", SymbolSide);

    internal Gauge Spread { get; } =
        Metrics.CreateGauge("order_book_spread_dollars", "Best ask less best bid, where there are both.", "symbol");

    internal Gauge LastPrice { get; } =
        Metrics.CreateGauge("market_data_last_price_dollars", "Last price by symbol.", "symbol");

    internal Gauge LastTick { get; } = Metrics.CreateGauge(
        "market_data_last_tick_timestamp_seconds",
        "When the feed of a symbol's prices was last heard of, as Unix time; a market's own prices are those of now.",
        "symbol");

    /// <summary>The label value of a side.</summary>
    public static string NameOf(Side side) => side == Side.Buy ? "buy" : "sell";

    internal BookSeries Of(Instrument instrument) => new(this, instrument, _symbols.Of(instrument.Symbol));

    internal void Replayed(long records) => _replayed.Inc(records);

    internal void Redelivered(long reports) => _redelivered.Inc(reports);
}
