using System.Net;

namespace TradingOps.Hosting;

/// <summary>The process is to listen where others than this machine can reach it.</summary>
public sealed class PublicAddressException(string url) : Exception(
    $"Urls is '{url}': without keys only loopback addresses such as http://127.0.0.1:8080 are allowed")
{
    /// <summary>Refuses every address but those of this machine.</summary>
    public static void ThrowIfPublic(string? urls)
    {
        foreach (var url in (urls ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || !IsLoopback(uri.Host))
                throw new PublicAddressException(url);
    }

    private static bool IsLoopback(string host) =>
        host == "localhost" || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
