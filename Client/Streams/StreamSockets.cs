using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace TradingOps.Client.Streams;

/// <summary>Bounds what the system buffers for a reader that takes nothing; else it grows to megabytes per connection.</summary>
internal static class StreamSockets
{
    private const int SendBufferBytes = 64 * 1024;

    public static void Bound(SocketTransportOptions options) => options.CreateBoundListenSocket = endpoint =>
    {
        var listener = SocketTransportOptions.CreateDefaultBoundListenSocket(endpoint);
        // Every connection inherits it.
        listener.SendBufferSize = SendBufferBytes;
        return listener;
    };
}
