using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Configuration;

namespace TradingOps.Hosting;

/// <summary>A port that the process is to listen on is in use.</summary>
public sealed class PortTakenException(string key, int port)
    : Exception($"{key} is '{port}': another process listens on this port")
{
    /// <summary>The same for every address that the process is to listen on over HTTP.</summary>
    public static void ThrowIfTaken(IConfiguration configuration)
    {
        var hasEndpoints = configuration.GetSection("Kestrel:Endpoints").GetChildren().Any();
        foreach (var (key, url) in ListenAddresses.Of(configuration))
        {
            // Kestrel passes them over where it has endpoints.
            if (hasEndpoints && key == ListenAddresses.Urls) continue;
            if (EndPointOf(url) is { } endPoint) ThrowIfTaken(key, endPoint);
        }
    }

    /// <summary>Says which option's port is taken, where the library that will listen would not.</summary>
    public static void ThrowIfTaken(string key, int port) => ThrowIfTaken(key, new IPEndPoint(IPAddress.Loopback, port));

    private static void ThrowIfTaken(string key, IPEndPoint endPoint)
    {
        try
        {
            using var probe = new TcpListener(endPoint);
            probe.Start();
        }
        catch (SocketException e)
        {
            // Whatever else is wrong with it, who listens will say.
            if (e.SocketErrorCode == SocketError.AddressAlreadyInUse) throw new PortTakenException(key, endPoint.Port);
        }
    }

    /// <summary>Where a process listens by a URL; null if that is no port, or cannot be read, which Kestrel will say.</summary>
    private static IPEndPoint? EndPointOf(string? url)
    {
        BindingAddress address;
        try
        {
            address = BindingAddress.Parse(url ?? "");
        }
        catch (FormatException)
        {
            return null;
        }
        if (address.IsUnixPipe || address.IsNamedPipe || address.Port == 0) return null;
        var host = address.Host == "localhost" ? IPAddress.Loopback
            : IPAddress.TryParse(address.Host, out var ip) ? ip : IPAddress.Any;
        return new(host, address.Port);
    }
}
