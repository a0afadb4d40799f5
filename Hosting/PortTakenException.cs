using System.Net;
using System.Net.Sockets;

namespace TradingOps.Hosting;

/// <summary>A port that the process is to listen on is in use.</summary>
public sealed class PortTakenException(string key, int port)
    : Exception($"{key} is '{port}': another process listens on this port")
{
    /// <summary>Says which option's port is taken, where the library that will listen would not.</summary>
    public static void ThrowIfTaken(string key, int port)
    {
        try
        {
            using var probe = new TcpListener(IPAddress.Loopback, port);
            probe.Start();
        }
        catch (SocketException e) when (e.SocketErrorCode == SocketError.AddressAlreadyInUse)
        {
            throw new PortTakenException(key, port);
        }
    }
}
