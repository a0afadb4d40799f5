using System.Net;
using System.Net.Sockets;

namespace TradingOps.EndToEnd.Tests.Stack;

/// <summary>Free ports on the loopback address.</summary>
internal static class Ports
{
    public static int[] Free(int count)
    {
        // All are held until all are found, so that they differ.
        var held = Enumerable.Range(0, count).Select(_ => new TcpListener(IPAddress.Loopback, 0)).ToArray();
        foreach (var listener in held) listener.Start();
        var ports = held.Select(l => ((IPEndPoint)l.LocalEndpoint).Port).ToArray();
        foreach (var listener in held) listener.Dispose();
        return ports;
    }
}
