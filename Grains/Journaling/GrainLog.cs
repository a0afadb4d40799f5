using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using TradingOps.Engine.Errors;
using TradingOps.Engine.Markets;

namespace TradingOps.Grains.Journaling;

/// <summary>
/// The journal stream of one grain. It alone appends the grain's records, waits until they are durable, saves its snapshots,
/// and turns what the store fails with into a <see cref="TradingUnavailableException"/>. Used within one grain's turns only.
/// </summary>
/// <remarks>
/// A grain that applies a record before it is durable calls <see cref="Append"/> and shows nothing before <see
/// cref="UntilDurableAsync"/>; one that applies it afterwards calls <see cref="AppendAsync"/>, which applies it. Once an append
/// failed, the grain's memory may differ from the stored stream: the log is faulted, all later appends and waits fail, and the
/// grain deactivates, so that its next activation reads the stored stream.
/// </remarks>
/// <typeparam name="TRecord">A record of the stream.</typeparam>
/// <param name="journal">The store.</param>
/// <param name="name">Name of the stream, one of <see cref="JournalStreams"/>.</param>
/// <param name="codec">How its records are encoded.</param>
/// <param name="deactivate">Called once, when an append has failed.</param>
/// <param name="logger">For faults and for snapshots that were not saved.</param>
internal sealed class GrainLog<TRecord>(
    IJournal journal, string name, RecordCodec<TRecord> codec, Action deactivate, ILogger logger)
{
    private IJournalStream _stream = null!;
    private Task _lastAppend = Task.CompletedTask;
    private long _snapshot;

    /// <summary>Sequence of the last record that was read or appended; 0 before the first.</summary>
    public long Sequence { get; private set; }

    /// <summary>
    /// Sequence of the last record that is durable and has taken effect; 0 before the first. A snapshot of a grain that applies
    /// after the write is taken at it.
    /// </summary>
    public long Durable { get; private set; }

    /// <summary>Records since the last snapshot.</summary>
    public long SinceSnapshot => Sequence - _snapshot;

    /// <summary>Whether an append has failed.</summary>
    public bool IsFaulted { get; private set; }

    /// <summary>Why the store takes no records now, as far as it knows; null if it takes them.</summary>
    public string? StoreFault => journal.Fault;

    /// <summary>Throws <see cref="TradingUnavailableException"/> if the store takes no records now.</summary>
    public void ThrowIfStoreFaulted()
    {
        if (StoreFault is { } fault)
            throw TradingUnavailableException.NothingDone(
                TradingError.JournalUnavailable, $"the store does not accept records now: {fault}");
    }

    /// <summary>
    /// Opens the stream and restores the last snapshot, if there is one. A snapshot that <paramref name="restore"/> refuses with
    /// <see cref="InvalidDataException"/> is ignored: <see cref="ReplayAsync"/> then reads the whole stream.
    /// <see cref="TradingUnavailableException"/> if the store does not answer.
    /// </summary>
    /// <param name="restore">Restores the state of a snapshot; null for a stream that has no snapshots.</param>
    /// <param name="cancellationToken">Stops the opening.</param>
    public async Task OpenAsync(Action<ReadOnlyMemory<byte>>? restore, CancellationToken cancellationToken)
    {
        try
        {
            _stream = await journal.OpenAsync(name, cancellationToken);
            if (restore is null || await _stream.LoadSnapshotAsync(cancellationToken) is not { } snapshot) return;
            restore(snapshot.State);
            Sequence = Durable = _snapshot = snapshot.Sequence;
        }
        catch (InvalidDataException e)
        {
            Log.SnapshotIgnored(logger, name, e);
        }
        catch (JournalException e)
        {
            throw JournalReads.Unavailable(name, e);
        }
    }

    /// <summary>The records after the snapshot, in order. To be read to the end before the first append.</summary>
    public async IAsyncEnumerable<TRecord> ReplayAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var (sequence, record) in ReadAsync(Sequence + 1, cancellationToken))
        {
            if (sequence != Sequence + 1)
                throw new TradingUnavailableException(
                    TradingError.JournalDamaged, $"records {Sequence + 1} to {sequence - 1} of {name} are missing");
            Sequence = Durable = sequence;
            yield return record;
        }
    }

    /// <summary>The durable records from a sequence on, in order, with their sequences.</summary>
    public async IAsyncEnumerable<(long Sequence, TRecord Record)> ReadAsync(
        long fromSequence, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await foreach (var stored in journal.ReadStreamAsync(name, fromSequence, cancellationToken))
            yield return (stored.Sequence, codec.Decode(stored.Payload));
    }

    /// <summary>Appends the next record without waiting, for a grain that has applied it already. Returns its bytes.</summary>
    public byte[] Append(TRecord record)
    {
        var payload = codec.Encode(record);
        _lastAppend = _stream.AppendAsync(++Sequence, payload, record as MarketRecord);
        return payload;
    }

    /// <summary>
    /// Appends the next record, and applies it when it is durable. <see cref="TradingUnavailableException"/> if it is not, or if
    /// the outcome is unknown.
    /// </summary>
    public async Task AppendAsync(TRecord record, Action<TRecord> apply)
    {
        Append(record);
        await CompleteAsync(() => apply(record));
    }

    /// <summary>
    /// Waits until every record that was appended before is durable. <see cref="TradingUnavailableException"/> if one is not, or
    /// if the outcome is unknown.
    /// </summary>
    public Task UntilDurableAsync() => CompleteAsync(apply: null);

    /// <summary>
    /// Ends this activation if the stored stream has a record that it neither read nor appended: another activation has gone on,
    /// and this one would show an old state for as long as it lives. Does nothing if the store does not answer.
    /// </summary>
    public async Task EndIfSupersededAsync(CancellationToken cancellationToken)
    {
        try
        {
            await foreach (var stored in journal.ReadStreamAsync(name, Sequence + 1, cancellationToken))
            {
                // What was appended during the read is this activation's, or the store refuses it.
                if (stored.Sequence > Sequence) Supersede($"another activation has appended record {stored.Sequence}");
                return;
            }
        }
        catch (TradingUnavailableException e)
        {
            Log.StreamNotCompared(logger, name, e);
        }
    }

    /// <summary>
    /// The answer when the stored stream shows that another activation has gone on with it: the log is faulted.
    /// </summary>
    public TradingUnavailableException Supersede(string detail) => Fault(new JournalConflictException(detail));

    /// <summary>
    /// Saves the state as of a record when that record is durable. Returns whether it was saved: if not, nothing is lost, the
    /// next start takes longer.
    /// </summary>
    public async Task<bool> SaveSnapshotAsync(long sequence, ReadOnlyMemory<byte> state, CancellationToken cancellationToken)
    {
        var append = _lastAppend;
        // Set even if the saving fails: with a full disk the next try comes after as many records again.
        _snapshot = sequence;
        try
        {
            if (sequence > Durable) await append;
            await _stream.SaveSnapshotAsync(sequence, state, cancellationToken);
            return true;
        }
        catch (JournalException e)
        {
            Log.SnapshotNotSaved(logger, name, sequence, e);
            return false;
        }
    }

    /// <summary>
    /// In one turn a record takes effect and counts as durable: no snapshot may hold the one without the other.
    /// </summary>
    private async Task CompleteAsync(Action? apply)
    {
        var (append, sequence) = (_lastAppend, Sequence);
        try
        {
            await append;
        }
        catch (JournalException e)
        {
            throw Fault(e);
        }
        apply?.Invoke();
        Durable = Math.Max(Durable, sequence);
    }

    private TradingUnavailableException Fault(JournalException e)
    {
        if (!IsFaulted)
        {
            IsFaulted = true;
            Log.StreamFaulted(logger, name, Sequence, e);
            deactivate();
        }
        return new(TradingError.JournalUnavailable, $"the outcome is not known: {e.Message}");
    }
}
