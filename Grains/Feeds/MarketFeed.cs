using TradingOps.Engine.Instruments;
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

    /// <summary>Records that a reader may be behind; beyond that it starts over.</summary>
    public const long MaxBehind = 100_000;

    private readonly Queue<JournalRecord> _kept = new();
    private readonly FeedSignal _signal = new(clock);
    private int _sinceAsked = MaxKept;

    private bool IsFollowed => _sinceAsked < MaxKept;

    /// <summary>Takes a record that may not be durable yet.</summary>
    public void Add(long sequence, ReadOnlyMemory<byte> payload)
    {
        _signal.Set();
        if (!IsFollowed) return;
        if (++_sinceAsked == MaxKept)
        {
            _kept.Clear();
            return;
        }
        if (_kept.Count == MaxKept) _kept.Dequeue();
        _kept.Enqueue(new(sequence, payload));
    }

    /// <summary>Until there may be something new.</summary>
    /// <param name="isFollower">Whether the caller reads it here: what is new is kept for it.</param>
    public Task WaitAsync(bool isFollower)
    {
        if (isFollower) _sinceAsked = 0;
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
        // What came after the book was taken is for the next page.
        var page = await MarketPage.ReadAsync(records, after.Value, book.Sequence, instrument);
        if (page.First > after + 1) return here with { IsReset = true };
        return new()
        {
            Sequence = page.Last,
            Changes = page.Changes,
            Revisions = page.Revisions,
            Book = page.Last == book.Sequence ? book : null,
        };
    }

    private JournalRecord[]? Kept(long from) => _kept.TryPeek(out var first) && first.Sequence <= from
        ? [.. _kept.Skip((int)(from - first.Sequence)).Take(MarketPage.MaxRecords)]
        : null;
}
