using System.Buffers.Binary;
using Microsoft.Extensions.Logging;
using TradingOps.Grains.Journaling;

namespace TradingOps.Grains.Kafka;

/// <summary>Remembers since when the cluster publishes to Kafka.</summary>
public sealed class KafkaStartGrain(IJournal journal, TimeProvider clock, ILogger<KafkaStartGrain> logger)
    : TradingGrain, IKafkaStartGrain
{
    private static readonly RecordCodec<long> Codec = new(Encode, bytes => BinaryPrimitives.ReadInt64LittleEndian(bytes.Span));

    private GrainLog<long> _log = null!;
    private long? _start;

    /// <inheritdoc/>
    protected override async Task StartAsync(CancellationToken cancellationToken)
    {
        _log = new(journal, JournalStreams.KafkaStart, Codec, DeactivateOnIdle, logger);
        await _log.OpenAsync(restore: null, cancellationToken);
        await foreach (var start in _log.ReplayAsync(cancellationToken)) _start = start;
        EndWhenSuperseded(_log.EndIfSupersededAsync);
    }

    /// <inheritdoc/>
    public async Task<long> GetStart(long? from)
    {
        if (_start is null) await _log.AppendAsync(from ?? clock.GetMicroseconds(), start => _start = start);
        return _start!.Value;
    }

    private static byte[] Encode(long start)
    {
        var bytes = new byte[sizeof(long)];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, start);
        return bytes;
    }
}
