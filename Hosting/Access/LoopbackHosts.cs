using System.Net;

namespace TradingOps.Hosting.Access;

/// <summary>Names under which only this machine can reach itself.</summary>
internal static class LoopbackHosts
{
    public static bool Contains(string host) => host == "localhost"
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
