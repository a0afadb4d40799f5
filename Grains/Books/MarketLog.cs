using System.Collections.Immutable;
using System.Diagnostics;
using Microsoft.Extensions.Logging;
using TradingOps.Engine.Actors;
using TradingOps.Engine.Books;
using TradingOps.Engine.Errors;
using TradingOps.Engine.Instruments;
using TradingOps.Engine.Markets;
using TradingOps.Engine.Risk;
using TradingOps.Grains.Feeds;
using TradingOps.Grains.Journaling;
using TradingOps.Grains.MarketData;
using TradingOps.Grains.Marks;

namespace TradingOps.Grains.Books;

/// <summary>
/// The market of one symbol and its own stream: a command is applied to the market at once, and what it caused is shown,
/// reported and published when it is durable. Used within one grain's turns only.
/// </summary>
/// <remarks>
/// The market changes only in the synchronous parts of its callers and of <see cref="CommitAsync"/>, in the order of its
/// sequence; once an append has failed nothing leaves any more.
/// </remarks>
internal sealed class MarketLog
{
    private static readonly RecordCodec<MarketRecord> Codec = new(MarketRecordCodec.Encode, MarketRecordCodec.Decode);

    private readonly GrainLog<MarketRecord> _log;
    private readonly MarkCache _marks;
    private readonly BookOptions _options;
    private readonly BookMetrics _metrics;
    private readonly BookSeries _series;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly FedSymbols _fed;
    private FeedPrice? _feed;
    private bool _wasFed;
    private long _published;

    /// <summary>Makes the market of an instrument; <see cref="OpenAsync"/> restores it.</summary>
    /// <param name="instrument">The instrument.</param>
    /// <param name="journal">The store.</param>
    /// <param name="marks">Where its prices are published.</param>
    /// <param name="fed">The symbols that have a feed.</param>
    /// <param name="grains">The accounts that its reports are delivered to.</param>
    /// <param name="options">Bounds.</param>
    /// <param name="metrics">What is counted.</param>
    /// <param name="clock">The time.</param>
    /// <param name="deactivate">Called when a record could not be stored.</param>
    /// <param name="logger">For restarts and faults.</param>
    public MarketLog(
        Instrument instrument, IJournal journal, MarkCache marks, FedSymbols fed, IGrainFactory grains, BookOptions options,
        BookMetrics metrics, TimeProvider clock, Action deactivate, ILogger logger)
    {
        (Instrument, _marks, _fed, _options) = (instrument, marks, fed, options);
        (_metrics, _clock, _logger) = (metrics, clock, logger);
        Market = new(instrument.Symbol);
        Outbox = new(instrument.Symbol, grains, options, metrics, clock, logger);
        Feed = new(instrument, journal, clock);
        _series = metrics.Of(instrument);
        _log = new(journal, JournalStreams.Book(instrument.Symbol), Codec, Deactivate, logger);

        void Deactivate()
        {
            Feed.Wake();
            deactivate();
        }
    }

    /// <summary>Called with every record when it is durable.</summary>
    public Action<MarketRecord> Committed { get; set; } = _ => { };

    /// <summary>The instrument, as last read from the catalogue.</summary>
    public Instrument Instrument { get; set; }

    /// <summary>The market.</summary>
    public Market Market { get; private set; }

    /// <summary>The reports that accounts have not acknowledged yet.</summary>
    public ReportOutbox Outbox { get; }

    /// <summary>The records that followers read.</summary>
    public MarketFeed Feed { get; }

    /// <summary>Records that wait for the journal.</summary>
    public int Pending { get; private set; }

    /// <summary>Whether a record could not be stored: the market restarts from its journal.</summary>
    public bool IsFaulted => _log.IsFaulted;

    /// <summary>Why the store takes no records now, as far as it knows; null if it takes them.</summary>
    public string? StoreFault => _log.StoreFault;

    /// <summary>Restores the market. <see cref="TradingUnavailableException"/> if its stream cannot be read.</summary>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        await _log.OpenAsync(Restore, cancellationToken);
        var (snapshot, began) = (Market.Sequence, _clock.GetTimestamp());
        await foreach (var page in _log.ReplayAsync(cancellationToken).Chunk(OrderBook.OrdersAhead)) Market.Replay(page);
        Outbox.Restore(Market.Accounts);
        _metrics.Replayed(Market.Sequence - snapshot);
        Log.MarketRestored(_logger, Market.Symbol, Market.Sequence, Market.Sequence - snapshot,
            _clock.GetElapsedTime(began).TotalMilliseconds);
        PublishMark(Quote());
    }

    /// <summary>Saves a snapshot if there are records after the last one.</summary>
    public async Task CloseAsync(CancellationToken cancellationToken)
    {
        _series.Hide();
        if (!IsFaulted && _log.SinceSnapshot > 0) await _log.SaveSnapshotAsync(_log.Sequence, Snapshot(), cancellationToken);
    }

    /// <summary>Updates the metrics that show the book, once the book is durable.</summary>
    public Task ShowAsync() => _series.ShowAsync(
        Market.Book, UntilDurableAsync(), IsFed ? _feed?.Last : ToPrice(Market.Book.LastPrice),
        IsFed ? _feed?.ReceivedAt ?? 0 : _clock.GetMicroseconds());

    /// <summary>The prices of the feed of this symbol are these from now on; null if it has no feed any more.</summary>
    public void UseFeed(FeedPrice? feed)
    {
        _feed = feed;
        Republish();
    }

    /// <summary>
    /// Publishes the prices of the feed once more, which may be stale by now, and the market's own when the feed has ended.
    /// </summary>
    public void Republish()
    {
        var isFed = IsFed;
        // What is not durable yet is published by the commit that makes it so.
        if (isFed || (_wasFed && Pending == 0)) PublishMark(Quote());
        _wasFed = isFed || (_wasFed && Pending > 0);
    }

    private bool IsFed => _fed.Contains(Market.Symbol);

    /// <summary>Waits until everything that the market shows now is durable.</summary>
    public Task UntilDurableAsync() => _log.UntilDurableAsync();

    /// <summary>The answer when the store shows that another activation has gone on with this market.</summary>
    public TradingUnavailableException Supersede(string detail) => _log.Supersede(detail);

    /// <summary>Ends this activation if another one has gone on with the market.</summary>
    public Task EndIfSupersededAsync(CancellationToken cancellationToken) => _log.EndIfSupersededAsync(cancellationToken);

    /// <summary>Throws if the market restarts from its journal.</summary>
    public void ThrowIfFaulted()
    {
        if (IsFaulted)
            throw TradingUnavailableException.NothingDone(
                TradingError.MarketRestoring, $"{Market.Symbol} is being restored");
    }

    /// <summary>Throws if no command can be stored now.</summary>
    public void ThrowIfUnavailable()
    {
        ThrowIfFaulted();
        _log.ThrowIfStoreFaulted();
    }

    /// <summary>Executes a command of the market itself. Returns the book's reason if it refused the command.</summary>
    public async Task<BookReason> ExecuteAsync(BookCommand command)
    {
        ThrowIfUnavailable();
        var record = Market.Execute(command with { Time = _clock.GetMicroseconds() }, out var reason, Actor.Market);
        if (record is not null) await CommitAsync(null, record);
        return reason;
    }

    /// <summary>
    /// Appends the records that the market has just made, and publishes them when they are durable. Returns the reports of each.
    /// <see cref="TradingUnavailableException"/> if they are not stored or the outcome is unknown.
    /// </summary>
    /// <param name="caller">The account whose answer carries its own reports; null for a command of the market itself.</param>
    /// <param name="records">The records, in order.</param>
    public async Task<ImmutableArray<ExecutionReport>[]> CommitAsync(string? caller, params MarketRecord[] records)
    {
        var reports = new ImmutableArray<ExecutionReport>[records.Length];
        for (var i = 0; i < records.Length; i++)
        {
            reports[i] = records[i].Reports();
            Outbox.Add(reports[i]);
            // Applied before the write.
            Feed.Add(records[i].Sequence, _log.Append(records[i]));
        }
        var (last, quote) = (records[^1].Sequence, Quote());
        if (_log.SinceSnapshot >= _options.SnapshotEvery)
            _ = _log.SaveSnapshotAsync(last, Snapshot(), CancellationToken.None);
        Pending += records.Length;
        var began = Stopwatch.GetTimestamp();
        await _series.UntilDurableAsync(UntilDurableAsync(), reports);
        Pending -= records.Length;
        // Turns may continue in another order than that of their sequence.
        if (last > _published) PublishMark(quote);
        _published = Math.Max(_published, last);
        for (var i = 0; i < records.Length; i++)
        {
            Committed(records[i]);
            var (command, actor) = (records[i].Command, records[i].Actor);
            Log.Recorded(_logger, Market.Symbol, records[i].Sequence, command.Kind, command.OrderId, actor);
            _series.Observe(records[i], reports[i], began);
            Outbox.Release(reports[i], caller);
        }
        return reports;
    }

    /// <summary>The best prices and the last one, not yet durable.</summary>
    public Mark Quote()
    {
        var (book, settlement) = (Market.Book, Market.Settlement);
        var close = settlement.Close is { } official ? Instrument.FromSettlement(official.Parts) : ToPrice(Market.LastClose);
        var isFed = IsFed;
        var mark = isFed && _feed is { } feed
            ? Mark.Of(
                Instrument, new(feed.Bid, feed.BidSize, feed.Ask, feed.AskSize, feed.ReceivedAt), feed.Last, book.Session, close,
                isSilent: _clock.GetMicroseconds() > feed.StaleAt)
            : Mark.Of(
                Instrument, book.BestLevel(Side.Buy), book.BestLevel(Side.Sell), book.LastPrice, Market.TradedAt, book.Session,
                close);
        // A feed that was not heard of gives no price, and the market's own is not what positions are valued at.
        if (isFed && _feed is null && mark.IsOpen) mark = mark with { IsPrevious = true };
        return settlement.Prices.Last is { } last
            ? mark with
            {
                Official = Instrument.FromSettlement(last.Parts),
                OfficialDay = last.Day,
                IsShortRestricted = settlement.IsShortRestricted,
            }
            : mark;
    }

    /// <summary>The book down to a depth, not yet durable.</summary>
    public BookView View(int depth, string status)
    {
        var book = Market.Book;
        return new(Market.Symbol, Market.Sequence, Levels(Side.Buy, depth), Levels(Side.Sell, depth),
            ToPrice(book.LastPrice), book.LastPrice is null ? null : Instrument.ToQuantity(book.LastQuantity), status, Auction());
    }

    private AuctionView? Auction() => Market.Book.Session != SessionState.Open && Market.Book.TryGetIndicative(out var now)
        ? new(Instrument.ToPrice(now.Price), Instrument.ToQuantity(now.Volume), Instrument.ToQuantity(now.Imbalance))
        : null;

    /// <summary>A price in currency; null for none.</summary>
    public decimal? ToPrice(long? ticks) => ticks is { } t ? Instrument.ToPrice(t) : null;

    private void Restore(ReadOnlyMemory<byte> state)
    {
        using var reader = new BinaryReader(new MemoryStream(state.ToArray(), writable: false));
        Outbox.ReadAcknowledged(reader);
        Market = Market.ReadSnapshot(reader);
    }

    private byte[] Snapshot()
    {
        using var buffer = new MemoryStream();
        using var writer = new BinaryWriter(buffer);
        Outbox.WriteAcknowledged(writer);
        Market.WriteSnapshot(writer);
        writer.Flush();
        return buffer.ToArray();
    }

    private void PublishMark(in Mark mark) => _marks.Publish(Market.Symbol, mark);

    private ImmutableArray<BookLevel> Levels(Side side, int depth)
    {
        var levels = new DepthLevel[depth];
        var count = Market.Book.CopyDepth(side, levels);
        return [.. levels.Take(count).Select(l => new BookLevel(Instrument.ToPrice(l.Price), Instrument.ToQuantity(l.Quantity)))];
    }
}
