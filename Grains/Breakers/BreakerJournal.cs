using System.Collections.Immutable;
using TradingOps.Engine.Breakers;
using TradingOps.Grains.Journaling;

namespace TradingOps.Grains.Breakers;

/// <summary>
/// The stream of one breaker: every change is a record that says where the breaker stands from then on, so the last one is its
/// state and all of them are its history. Used within one grain's turns only.
/// </summary>
internal sealed class BreakerJournal
{
    private readonly IJournal _journal;
    private readonly IJournalStream _stream;

    private BreakerJournal(IJournal journal, IJournalStream stream) => (_journal, _stream) = (journal, stream);

    /// <summary>The last change; null before the first.</summary>
    public BreakerChange? Last { get; private set; }

    /// <summary>Opens the stream of a breaker and reads its end. <see cref="JournalException"/> if that cannot be had.</summary>
    public static async Task<BreakerJournal> OpenAsync(string scope, IJournal journal, CancellationToken cancellationToken)
    {
        var opened = new BreakerJournal(journal, await journal.OpenAsync(JournalStreams.Breaker(scope), cancellationToken));
        if (await opened._stream.LoadSnapshotAsync(cancellationToken) is { } snapshot)
            opened.Last = BreakerChange.Decode(snapshot.State.Span);
        var from = (opened.Last?.To.Sequence ?? 0) + 1;
        await foreach (var record in journal.ReadAsync(opened._stream.Name, from, cancellationToken))
            opened.Last = BreakerChange.Decode(record.Payload.Span);
        return opened;
    }

    /// <summary>Stores a change. <see cref="JournalException"/>: it is not stored, or that is not known.</summary>
    public async Task StoreAsync(BreakerChange change)
    {
        await _stream.AppendAsync(change.To.Sequence, change.Encode());
        Last = change;
    }

    /// <summary>Bounds what the next start reads. <see cref="JournalException"/> if it was not kept: nothing is lost.</summary>
    public Task SaveSnapshotAsync() => _stream.SaveSnapshotAsync(Last!.To.Sequence, Last.Encode(), CancellationToken.None);

    /// <summary>Changes before a sequence, newest first.</summary>
    public async Task<ImmutableArray<BreakerChange>> ReadAsync(long? before, int limit)
    {
        var end = Math.Min(before ?? long.MaxValue, (Last?.To.Sequence ?? 0) + 1);
        var from = Math.Max(1, end - limit);
        var changes = new List<BreakerChange>();
        if (from < end)
        {
            await foreach (var record in _journal.ReadAsync(_stream.Name, from, CancellationToken.None))
            {
                if (record.Sequence >= end) break;
                changes.Add(BreakerChange.Decode(record.Payload.Span));
            }
        }
        changes.Reverse();
        return [.. changes];
    }
}
