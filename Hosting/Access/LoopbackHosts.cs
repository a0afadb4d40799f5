using System.Net;

namespace TradingOps.Hosting.Access;

/// <summary>Names of this machine that nobody else can reach it by.</summary>
internal static class LoopbackHosts
{
    public static bool Contains(string host) => host == "localhost"
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
