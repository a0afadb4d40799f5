using System.Collections.Immutable;
using System.Diagnostics;
using Prometheus;
using TradingOps.Engine.Books;
using TradingOps.Engine.Instruments;
using TradingOps.Engine.Markets;
using TradingOps.Grains.Instruments;

namespace TradingOps.Grains.Books;

/// <summary>The series of one market. Used within one grain's turns only.</summary>
internal sealed class BookSeries
{
    private const int ShownLevels = 10;

    private readonly BookMetrics _metrics;
    private readonly Instrument _instrument;
    private readonly string _label;
    private readonly SideSeries _buy;
    private readonly SideSeries _sell;
    private readonly Counter.Child _routed;
    private readonly Counter.Child _tradesDone;
    private readonly Counter.Child _tradesFailed;
    private double _openShown;
    private bool _isHidden;

    public BookSeries(BookMetrics metrics, Instrument instrument, string label)
    {
        (_metrics, _instrument, _label) = (metrics, instrument, label);
        (_buy, _sell) = (new(metrics, label, Side.Buy), new(metrics, label, Side.Sell));
        _routed = metrics.Routed.WithLabels(instrument.AssetClass.ToString().ToUpperInvariant(), instrument.Destination);
        (_tradesDone, _tradesFailed) = (metrics.Trades.WithLabels("success"), metrics.Trades.WithLabels("failed"));
    }

    private bool HasOwnLabel => _label != SymbolLabels.Other;

    /// <summary>Counts a record that is durable.</summary>
    /// <param name="record">The record.</param>
    /// <param name="reports">Its reports.</param>
    /// <param name="began">When it was made (<see cref="Stopwatch.GetTimestamp"/>).</param>
    public void Observe(MarketRecord record, ImmutableArray<ExecutionReport> reports, long began)
    {
        if (!_metrics.IsOn) return;
        if (record.Command.Kind == BookCommandKind.New && reports[0].Kind != BookEventKind.Rejected)
        {
            Of(record.Command.Spec.Side).Placed.Inc();
            _routed.Inc();
        }
        foreach (ref readonly var report in reports.AsSpan())
        {
            if (report.Kind == BookEventKind.Canceled)
            {
                if (record.Command.Kind != BookCommandKind.Replace) Of(report.Side).Cancellations.Inc();
                continue;
            }
            if (report.Kind != BookEventKind.Traded) continue;
            Of(report.Side).Fills.Inc();
            Of(report.Side).Volume.Inc((double)_instrument.ToQuantity(report.Quantity));
            if (report.IsCounter) continue;
            _tradesDone.Inc();
            _metrics.TradeDuration.Observe(Stopwatch.GetElapsedTime(began).TotalSeconds);
        }
    }

    /// <summary>Waits for records, and counts their trades as failed if the journal does not take them.</summary>
    public async Task UntilDurableAsync(Task durable, ImmutableArray<ExecutionReport>[] records)
    {
        try
        {
            await durable;
        }
        catch (TradingUnavailableException)
        {
            _tradesFailed.Inc(records.Sum(reports => reports.Count(r => r.Kind == BookEventKind.Traded && !r.IsCounter)));
            throw;
        }
    }

    /// <summary>Shows the book as it stands, once that is durable.</summary>
    /// <param name="book">The book.</param>
    /// <param name="durable">Completes then.</param>
    /// <param name="last">Last price, of the market or of its feed, in currency.</param>
    /// <param name="heardAt">When the feed was last heard of, microseconds since the Unix epoch.</param>
    public async Task ShowAsync(OrderBook book, Task durable, decimal? last, long heardAt)
    {
        if (!_metrics.IsOn) return;
        var (open, bids, asks) = (book.OpenOrders, _buy.DepthOf(book), _sell.DepthOf(book));
        var spread = book.BestAsk - book.BestBid;
        await durable.ConfigureAwait(ConfigureAwaitOptions.ContinueOnCapturedContext | ConfigureAwaitOptions.SuppressThrowing);
        if (_isHidden || !durable.IsCompletedSuccessfully) return;
        Share(_metrics.Open, open, ref _openShown);
        _buy.ShowDepth(_instrument.ToQuantity(bids));
        _sell.ShowDepth(_instrument.ToQuantity(asks));
        if (!HasOwnLabel) return;
        if (last is { } price) _metrics.LastPrice.WithLabels(_label).Set((double)price);
        _metrics.LastTick.WithLabels(_label).Set(heardAt / 1e6);
        if (spread is { } ticks) _metrics.Spread.WithLabels(_label).Set((double)_instrument.ToPrice(ticks));
        else _metrics.Spread.RemoveLabelled(_label);
    }

    /// <summary>Takes away for good what was shown: the market goes on elsewhere.</summary>
    public void Hide()
    {
        _isHidden = true;
        Share(_metrics.Open, 0, ref _openShown);
        _buy.ShowDepth(0);
        _sell.ShowDepth(0);
        if (!HasOwnLabel) return;
        _metrics.Open.RemoveLabelled(_label);
        _metrics.Depth.RemoveLabelled(_label, BookMetrics.NameOf(Side.Buy));
        _metrics.Depth.RemoveLabelled(_label, BookMetrics.NameOf(Side.Sell));
        _metrics.Spread.RemoveLabelled(_label);
        _metrics.LastPrice.RemoveLabelled(_label);
        _metrics.LastTick.RemoveLabelled(_label);
    }

    // Markets beyond the bound share a series: each adds its part.
    private void Share(Gauge gauge, double value, ref double shown)
    {
        gauge.WithLabels(_label).Inc(value - shown);
        shown = value;
    }

    private SideSeries Of(Side side) => side == Side.Buy ? _buy : _sell;

    private sealed class SideSeries(BookMetrics metrics, string label, Side side)
    {
        private readonly DepthLevel[] _levels = new DepthLevel[ShownLevels];
        private double _depthShown;

        public Counter.Child Placed { get; } = metrics.Placed.WithLabels(label, BookMetrics.NameOf(side));

        public Counter.Child Fills { get; } = metrics.Fills.WithLabels(label, BookMetrics.NameOf(side));

        public Counter.Child Volume { get; } = metrics.Volume.WithLabels(label, BookMetrics.NameOf(side));

        public Counter.Child Cancellations { get; } = metrics.Cancellations.WithLabels(label, BookMetrics.NameOf(side));

        public long DepthOf(OrderBook book)
        {
            var count = book.CopyDepth(side, _levels);
            long lots = 0;
            foreach (ref readonly var level in _levels.AsSpan(0, count)) lots += level.Quantity;
            return lots;
        }

        public void ShowDepth(decimal depth)
        {
            metrics.Depth.WithLabels(label, BookMetrics.NameOf(side)).Inc((double)depth - _depthShown);
            _depthShown = (double)depth;
        }
    }
}
