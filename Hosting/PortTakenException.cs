using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Configuration;

namespace TradingOps.Hosting;

/// <summary>A port that the process is to listen on is in use.</summary>
public sealed class PortTakenException(string key, int port)
    : Exception($"{key} is '{port}': another process listens on this port")
{
    /// <summary>The same for every address that the process is to listen on over HTTP.</summary>
    public static void ThrowIfTaken(IConfiguration configuration)
    {
        foreach (var (key, url) in ListenAddresses.Of(configuration))
            if (Uri.TryCreate(url, UriKind.Absolute, out var uri) && uri.Port > 0)
                ThrowIfTaken(key, uri.Port);
    }

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
