using System.Collections.Immutable;
using System.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Concurrency;
using TradingOps.Engine.Books;
using TradingOps.Engine.Instruments;
using TradingOps.Engine.Markets;
using TradingOps.Engine.Risk;
using TradingOps.Engine.Sessions;
using TradingOps.Grains.Breakers;
using TradingOps.Grains.Feeds;
using TradingOps.Grains.Instruments;
using TradingOps.Grains.Journaling;
using TradingOps.Grains.Marks;
using TradingOps.Grains.Orders;

namespace TradingOps.Grains.Books;

/// <summary>
/// The market of one symbol: executes commands at once, journals what they caused, and shows it when it is durable.
/// </summary>
/// <remarks>
/// Reentrant, so that commands go on matching while a write is under way and join the next one. The invariant that makes this
/// safe: the market changes only in <see cref="Commit"/>'s synchronous part, in the order of its sequence; everything that leaves
/// this grain waits for the append of the sequence that it shows; and once an append fails nothing leaves any more.
/// </remarks>
[Reentrant]
public sealed partial class OrderBookGrain(
    IJournal journal, IOrderQueries queries, InstrumentCatalogue catalogue, TradingCalendar calendar, MarkBoard marks,
    BreakerBoard breakers, BreakerServices guards, IOptions<BookOptions> options, BookMetrics metrics, TimeProvider clock,
    ILogger<OrderBookGrain> logger)
    : TradingGrain, IOrderBookGrain
{
    private static readonly TimeSpan ShowEvery = TimeSpan.FromSeconds(1);

    private readonly HashSet<(string Account, string ClientOrderId)> _clientsPending = [];
    private Instrument? _instrument;
    private IJournalStream _stream = null!;
    private Market _market = null!;
    private ReportOutbox _outbox = null!;
    private MarketFeed _feed = null!;
    private BookSeries _series = null!;
    private Task _lastAppend = Task.CompletedTask;
    private Exception? _fault;
    private long _snapshotSequence;
    private int _pending;
    private long _published;

    private Instrument Instrument => _instrument
        ?? throw new TradingUnavailableException(
            UnknownSymbol.Code,
            UnknownSymbol.Explain(this.GetPrimaryKeyString(), catalogue.FindNearest(this.GetPrimaryKeyString())));

    /// <inheritdoc/>
    protected override async Task StartAsync(CancellationToken cancellationToken)
    {
        var symbol = this.GetPrimaryKeyString();
        if (!catalogue.TryGet(symbol, out var instrument)) return;
        _instrument = instrument;
        _series = metrics.Of(instrument);
        _outbox = new(symbol, GrainFactory, options.Value, metrics, logger);
        _feed = new(instrument, journal, clock);
        try
        {
            _stream = await journal.OpenAsync(JournalStreams.Book(symbol), cancellationToken);
            await RestoreAsync(cancellationToken);
            await OpenBreakerAsync(cancellationToken);
        }
        catch (JournalException e)
        {
            throw new TradingUnavailableException(
                TradingUnavailableException.JournalUnavailable, $"the journal of {symbol} cannot be read: {e.Message}");
        }
        PublishMark(Quote());
        this.RegisterGrainTimer(Wake, options.Value.RedeliverEvery, options.Value.RedeliverEvery);
        this.RegisterGrainTimer(() => _series.ShowAsync(_market.Book, _lastAppend), TimeSpan.Zero, ShowEvery);
    }

    /// <inheritdoc/>
    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        if (_instrument is null) return;
        _series.Hide();
        if (_fault is not null || _market.Sequence == _snapshotSequence) return;
        var (sequence, state) = (_market.Sequence, Snapshot());
        try
        {
            await _lastAppend;
            await _stream.SaveSnapshotAsync(sequence, state, cancellationToken);
        }
        catch (JournalException e)
        {
            Log.SnapshotFailed(logger, _market.Symbol, sequence, e);
        }
    }

    /// <inheritdoc/>
    public async Task<ReportBatch> Place(PlaceOrders orders)
    {
        _ = Instrument;
        await KeepSessionAsync();
        ThrowIfNothingIsTaken();
        var (account, now) = (orders.Account, clock.GetMicroseconds());
        // First: whoever is told of another reason takes it that no try of the order is under way.
        ThrowIfStillUnderWay(orders);
        if (now > orders.Deadline)
            throw NotTaken("too_late", $"the order reached {_market.Symbol} after its deadline");
        if (_pending >= options.Value.MaxPendingRecords)
            throw NotTaken("overloaded", $"{_pending} records of {_market.Symbol} wait for the journal");
        ThrowIfOfOtherUnits(orders);
        ThrowIfStopped();
        _outbox.Acknowledge(account, orders.Acknowledged);
        var records = new MarketRecord[orders.Orders.Length];
        for (var i = 0; i < records.Length; i++)
        {
            var order = orders.Orders[i];
            if (order.ClientOrderId is not null) _clientsPending.Add((account, order.ClientOrderId));
            records[i] = _market.Enter(order.ToCommand(now), account, order.ClientOrderId);
        }
        var reports = await Commit(account, records);
        foreach (var order in orders.Orders)
            if (order.ClientOrderId is not null)
                _clientsPending.Remove((account, order.ClientOrderId));
        var own = ImmutableArray.CreateBuilder<ExecutionReport>(reports.Length);
        foreach (var record in reports)
            foreach (ref readonly var report in record.AsSpan())
                if (report.Account == account)
                    own.Add(report);
        var last = own[^1].Number;
        return new(_market.Symbol, own.DrainToImmutable(), last);
    }

    /// <inheritdoc/>
    public async Task<BookView?> GetBook(int depth)
    {
        if (_instrument is null) return null;
        ThrowIfFaulted();
        var view = View(Math.Clamp(depth, 1, BookOptions.MaxDepth));
        await UntilDurable();
        return view;
    }

    /// <inheritdoc/>
    public async Task<MarketFeedPage?> ReadFeed(long? after)
    {
        if (_instrument is null) return null;
        if (after == _market.Sequence) await _feed.WaitAsync();
        ThrowIfFaulted();
        return await _feed.ReadAsync(after, View(MarketFeedPage.Depth), UntilDurable());
    }

    /// <inheritdoc/>
    public async Task<MarkView> GetMark()
    {
        _ = Instrument;
        ThrowIfFaulted();
        var (quote, close) = (Quote(), ToPrice(_market.LastClose));
        await UntilDurable();
        return new(quote.Bid, quote.Ask, quote.Last, close);
    }

    /// <inheritdoc/>
    public async Task<long> LastReportOf(string account)
    {
        if (_instrument is null) return 0;
        ThrowIfFaulted();
        var last = _market.LastReportOf(account);
        await UntilDurable();
        return last;
    }

    /// <inheritdoc/>
    public async Task<BookHash> ComputeHash()
    {
        _ = Instrument;
        ThrowIfFaulted();
        var hash = new BookHash(_market.Symbol, _market.Sequence, _market.StateHash().ToString("x16"));
        await UntilDurable();
        return hash;
    }

    /// <inheritdoc/>
    public async Task Wake()
    {
        // Somebody asked for it before there was an instrument; now there may be one.
        if (_instrument is null) DeactivateOnIdle();
        if (_instrument is null || _fault is not null) return;
        _outbox.Redeliver();
        // What is due stays due until it can be kept.
        if (!journal.TakesRecords) return;
        await StepSessionAsync();
        if (_market.Book.NextExpiry is not { } due || due > clock.GetMicroseconds()) return;
        var record = _market.Execute(new() { Kind = BookCommandKind.AdvanceTime, Time = clock.GetMicroseconds() }, out _);
        if (record is not null) await Commit(null, record);
    }

    /// <summary>A second order of the same id would be refused by the journal, and take this market down with it.</summary>
    private void ThrowIfStillUnderWay(PlaceOrders orders)
    {
        foreach (var order in orders.Orders)
            if (order.ClientOrderId is not null && _clientsPending.Contains((orders.Account, order.ClientOrderId)))
                throw new TradingUnavailableException(
                    "still_under_way", $"client_order_id '{order.ClientOrderId}' is still being stored");
    }

    /// <summary>
    /// Journals the records that the market has just made, and lets them out when they are durable. Answers the reports of each.
    /// </summary>
    private async Task<ImmutableArray<ExecutionReport>[]> Commit(string? caller, params MarketRecord[] records)
    {
        var reports = new ImmutableArray<ExecutionReport>[records.Length];
        for (var i = 0; i < records.Length; i++)
        {
            var payload = MarketRecordCodec.Encode(records[i]);
            reports[i] = records[i].Reports();
            _outbox.Add(reports[i]);
            _lastAppend = _stream.AppendAsync(records[i].Sequence, payload, records[i]);
            _feed.Add(records[i].Sequence, payload);
        }
        var (last, quote) = (records[^1].Sequence, Quote());
        if (last - _snapshotSequence >= options.Value.SnapshotEvery) BeginSnapshot(_lastAppend);
        _pending += records.Length;
        var began = Stopwatch.GetTimestamp();
        await _series.UntilDurableAsync(UntilDurable(), reports);
        _pending -= records.Length;
        // Turns need not go on in the order of their sequence.
        if (last > _published) PublishMark(quote);
        _published = Math.Max(_published, last);
        for (var i = 0; i < records.Length; i++)
        {
            Follow(records[i]);
            _series.Observe(records[i], reports[i], began);
            _outbox.Release(reports[i], caller);
        }
        return reports;
    }

    private async Task UntilDurable()
    {
        try
        {
            await _lastAppend;
        }
        catch (JournalException e)
        {
            throw Fault(e);
        }
    }

    private TradingUnavailableException Fault(JournalException e)
    {
        if (_fault is null)
        {
            _fault = e;
            Log.MarketFaulted(logger, _market.Symbol, _market.Sequence, e);
            _feed.Wake();
            DeactivateOnIdle();
        }
        return new(TradingUnavailableException.JournalUnavailable, $"the outcome is not known: {e.Message}");
    }

    private void ThrowIfFaulted()
    {
        if (_fault is not null) throw NotTaken(TradingUnavailableException.Restoring, $"{_market.Symbol} is being restored");
    }

    private void ThrowIfNothingIsTaken()
    {
        ThrowIfFaulted();
        if (!journal.TakesRecords) throw NotTaken(
            TradingUnavailableException.JournalUnavailable, "the journal takes no records now");
    }

    private static TradingUnavailableException NotTaken(string code, string message) => new(code, message, isOutcomeKnown: true);

    private async Task RestoreAsync(CancellationToken cancellationToken)
    {
        var symbol = this.GetPrimaryKeyString();
        var snapshot = await _stream.LoadSnapshotAsync(cancellationToken);
        _market = new(symbol);
        if (snapshot is not null)
        {
            try
            {
                using var reader = new BinaryReader(new MemoryStream(snapshot.State.ToArray(), writable: false));
                _outbox.ReadAcknowledged(reader);
                _market = Market.ReadSnapshot(reader);
            }
            catch (InvalidDataException e)
            {
                // A snapshot only saves time.
                Log.SnapshotPassedOver(logger, symbol, e);
            }
        }
        _snapshotSequence = _market.Sequence;
        var began = clock.GetTimestamp();
        var records = journal.ReadAsync(_stream.Name, _market.Sequence + 1, cancellationToken);
        await foreach (var page in records.Select(r => MarketRecordCodec.Decode(r.Payload)).Chunk(OrderBook.OrdersAhead))
            _market.Replay(page);
        _outbox.Restore(_market.Accounts);
        metrics.Replayed(_market.Sequence - _snapshotSequence);
        Log.MarketRestored(logger, symbol, _market.Sequence, _market.Sequence - _snapshotSequence,
            clock.GetElapsedTime(began).TotalMilliseconds);
    }

    private byte[] Snapshot()
    {
        using var buffer = new MemoryStream();
        using var writer = new BinaryWriter(buffer);
        _outbox.WriteAcknowledged(writer);
        _market.WriteSnapshot(writer);
        writer.Flush();
        return buffer.ToArray();
    }

    /// <summary>Takes the state now and saves it once it is durable, without holding up the market.</summary>
    private void BeginSnapshot(Task append)
    {
        var (sequence, state) = (_market.Sequence, Snapshot());
        _snapshotSequence = sequence;
        _ = SaveAsync();

        async Task SaveAsync()
        {
            try
            {
                await append;
                await _stream.SaveSnapshotAsync(sequence, state, CancellationToken.None);
            }
            catch (JournalException e)
            {
                Log.SnapshotFailed(logger, _market.Symbol, sequence, e);
            }
        }
    }

    private Mark Quote()
    {
        var book = _market.Book;
        return new(ToPrice(book.BestBid), ToPrice(book.BestAsk), ToPrice(book.LastPrice));
    }

    private decimal? ToPrice(long? ticks) => ticks is { } t ? Instrument.ToPrice(t) : null;

    private void PublishMark(in Mark mark) => marks.Publish(_market.Symbol, mark);

    private BookView View(int depth)
    {
        var book = _market.Book;
        return new(_market.Symbol, _market.Sequence, Levels(Side.Buy, depth), Levels(Side.Sell, depth),
            ToPrice(book.LastPrice), book.LastPrice is null ? null : Instrument.ToQuantity(book.LastQuantity),
            StatusNow());
    }

    private ImmutableArray<BookLevel> Levels(Side side, int depth)
    {
        var levels = new DepthLevel[depth];
        var count = _market.Book.CopyDepth(side, levels);
        return [.. levels.Take(count).Select(l => new BookLevel(Instrument.ToPrice(l.Price), Instrument.ToQuantity(l.Quantity)))];
    }
}
