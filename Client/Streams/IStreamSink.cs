namespace TradingOps.Client.Streams;

/// <summary>The connection to one reader.</summary>
internal interface IStreamSink
{
    /// <summary>Writes an event; <paramref name="id"/> is where the reader is with it, null for a state.</summary>
    ValueTask WriteAsync(StreamEvent e, string? id, CancellationToken cancellationToken);

    /// <summary>Writes a heartbeat that holds only the position of the reader.</summary>
    ValueTask WriteHeartbeatAsync(string id, CancellationToken cancellationToken);

    /// <summary>Completes when the connection has room for more.</summary>
    ValueTask FlushAsync(CancellationToken cancellationToken);

    /// <summary>Drops the connection without another word.</summary>
    void Abort();
}
