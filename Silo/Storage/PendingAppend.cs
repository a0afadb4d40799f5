using System.Diagnostics;
using TradingOps.Engine.Markets;

namespace TradingOps.Silo.Storage;

/// <summary>A record on its way to the store.</summary>
internal sealed class PendingAppend(StreamLease hold, long sequence, ReadOnlyMemory<byte> payload, MarketRecord? market = null)
{
    private readonly Activity? _span = JournalTrace.Begin(hold.Name, sequence);
    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>The hold that it was appended through.</summary>
    public StreamLease Hold { get; } = hold;

    /// <summary>The record's sequence in its stream.</summary>
    public long Sequence { get; } = sequence;

    /// <summary>The record's bytes.</summary>
    public ReadOnlyMemory<byte> Payload { get; } = payload;

    /// <summary>When it was asked for (<see cref="Stopwatch.GetTimestamp"/>).</summary>
    public long AskedAt { get; } = Stopwatch.GetTimestamp();

    /// <summary>What queries make of it; null until it is read, and if it is of no kind that they know.</summary>
    public StoredRecord? Record { get; private set; } = market is null ? null : new(hold.Symbol!, market, null);

    /// <summary>Completes when the record is durable.</summary>
    public Task Durable => _completion.Task;

    /// <summary>Reads what queries make of it. <see cref="InvalidDataException"/> if it cannot be read.</summary>
    public void Read() => Record ??= StoredRecord.Read(Hold.Name, Payload);

    /// <summary>It is durable.</summary>
    public void Complete()
    {
        JournalTrace.End(_span);
        _completion.SetResult();
    }

    /// <summary>It is not durable, or that is not known: its hold takes nothing more.</summary>
    public void Fail(Exception exception)
    {
        Hold.HasFailed = true;
        JournalTrace.End(_span, exception);
        _completion.SetException(exception);
    }
}
