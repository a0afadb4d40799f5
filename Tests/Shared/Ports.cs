using System.Net;
using System.Net.Sockets;

namespace TradingOps.Tests.Shared;

/// <summary>
/// Free ports on the loopback address, each given out once. They are below those that systems take for outgoing connections: such
/// a one would be gone while the process that is to listen there starts, or starts again.
/// </summary>
internal static class Ports
{
    private const int First = 12_000;
    private const int Count = 16_000;

    // Two runs of the tests at the same time begin at different places.
    private static int _next = Random.Shared.Next(Count);

    public static int[] Free(int count) => [.. Enumerable.Range(0, count).Select(_ => Next())];

    private static int Next()
    {
        while (true)
        {
            var port = First + Interlocked.Increment(ref _next) % Count;
            if (IsFree(port)) return port;
        }
    }

    private static bool IsFree(int port)
    {
        using var listener = new TcpListener(IPAddress.Loopback, port);
        try
        {
            listener.Start();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
