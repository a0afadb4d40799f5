using System.Collections.Immutable;
using TradingOps.Engine.Instruments;
using TradingOps.Engine.Markets;
using TradingOps.Grains.Books;
using TradingOps.Grains.Journaling;

namespace TradingOps.Grains.Feeds;

/// <summary>
/// Sends the durable records of a market to its followers: from memory to one that is close behind, otherwise from the journal.
/// Keeps nothing without a follower. Used within one grain's turns only.
/// </summary>
internal sealed class MarketFeed(Instrument instrument, IJournal journal, TimeProvider clock)
{
    /// <summary>Most records that are kept in memory, and that pass before a follower who asks no more is forgotten.</summary>
    private const int MaxKept = 1024;

    /// <summary>Most records in a page.</summary>
    private const int MaxRecords = 256;

    /// <summary>A page ends behind the record that passes this size, in bytes of the journal.</summary>
    private const int MaxBytes = 256 * 1024;

    /// <summary>Records that a reader may be behind; beyond that it starts over.</summary>
    public const long MaxBehind = 100_000;

    private readonly Queue<JournalRecord> _kept = new();
    private readonly FeedSignal _signal = new(clock);
    private int _sinceAsked = MaxKept;

    private bool IsFollowed => _sinceAsked < MaxKept;

    /// <summary>Takes a record that may not be durable yet.</summary>
    public void Add(long sequence, ReadOnlyMemory<byte> payload)
    {
        if (!IsFollowed) return;
        if (++_sinceAsked == MaxKept)
        {
            _kept.Clear();
            return;
        }
        if (_kept.Count == MaxKept) _kept.Dequeue();
        _kept.Enqueue(new(sequence, payload));
        _signal.Set();
    }

    /// <summary>Until there may be something new.</summary>
    public Task WaitAsync()
    {
        _sinceAsked = 0;
        return _signal.WaitAsync();
    }

    /// <summary>Lets go of all who wait.</summary>
    public void Wake() => _signal.Set();

    /// <summary>
    /// The page behind <paramref name="after"/>, or where the market stands if that is null or cannot be followed on from.
    /// </summary>
    /// <param name="after">Sequence that the reader has.</param>
    /// <param name="book">The book at its last record.</param>
    /// <param name="durable">Completes when that record is durable.</param>
    public async Task<MarketFeedPage> ReadAsync(long? after, BookView book, Task durable)
    {
        _sinceAsked = 0;
        var here = new MarketFeedPage { Sequence = book.Sequence, Changes = [], Book = book };
        if (after is { } from && (from > book.Sequence || from < book.Sequence - MaxBehind)) here = here with { IsReset = true };
        if (after is null || after == book.Sequence || here.IsReset)
        {
            await durable;
            return here;
        }
        var kept = Kept(after.Value + 1);
        await durable;
        var records = kept?.ToAsyncEnumerable()
            ?? journal.ReadStreamAsync(JournalStreams.Book(instrument.Symbol), after.Value + 1, CancellationToken.None);
        return await PageAsync(records, after.Value, book);
    }

    private async Task<MarketFeedPage> PageAsync(IAsyncEnumerable<JournalRecord> records, long after, BookView book)
    {
        var changes = ImmutableArray.CreateBuilder<OrderChange>();
        var revisions = ImmutableArray.CreateBuilder<TradeRevision>();
        var (last, count, bytes) = (after, 0, 0);
        await foreach (var record in records)
        {
            // What came after the book was taken is for the next page.
            if (record.Sequence > book.Sequence || count == MaxRecords || bytes > MaxBytes) break;
            if (record.Sequence != last + 1) return new() { Sequence = book.Sequence, Changes = [], Book = book, IsReset = true };
            var decoded = MarketRecordCodec.Decode(record.Payload);
            OrderChanges.AddTo(changes, decoded, instrument);
            if (decoded.Bust is { IsAgreed: true } bust) revisions.Add(RevisionOf(decoded, bust));
            (last, count, bytes) = (record.Sequence, count + 1, bytes + record.Payload.Length);
        }
        return new()
        {
            Sequence = last,
            Changes = changes.ToImmutable(),
            Revisions = revisions.ToImmutable(),
            Book = last == book.Sequence ? book : null,
        };
    }

    private TradeRevision RevisionOf(MarketRecord record, TradeBust bust) => new(
        record.Sequence, OrderIds.FormatTrade(instrument.Symbol, bust.Sequence, bust.Trade), instrument.Symbol,
        instrument.ToPrice(bust.Price), bust.NewPrice is { } price ? instrument.ToPrice(price) : null,
        Time.FromMicroseconds(record.Command.Time));

    private JournalRecord[]? Kept(long from) => _kept.TryPeek(out var first) && first.Sequence <= from
        ? [.. _kept.Skip((int)(from - first.Sequence)).Take(MaxRecords)]
        : null;
}
