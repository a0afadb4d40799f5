namespace TradingOps.Silo.Storage.Embedded;

/// <summary>A record on its way to the disk.</summary>
internal sealed class PendingAppend(EmbeddedStream stream, long sequence, ReadOnlyMemory<byte> payload)
{
    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public EmbeddedStream Stream { get; } = stream;

    public long Sequence { get; } = sequence;

    public ReadOnlyMemory<byte> Payload { get; } = payload;

    /// <summary>When it was asked for (<see cref="TimeProvider.GetTimestamp"/>).</summary>
    public long AskedAt { get; init; }

    /// <summary>What the query index makes of it.</summary>
    public IndexedRecord? Indexed { get; set; }

    public Task Durable => _completion.Task;

    public void Complete() => _completion.SetResult();

    public void Fail(Exception exception) => _completion.SetException(exception);
}
