using Microsoft.Extensions.Configuration;
using TradingOps.Hosting.Access;
using TradingOps.Hosting.Transport;

namespace TradingOps.Hosting;

/// <summary>The process is to listen where others than this machine can reach it.</summary>
public sealed class PublicAddressException(string key, string? value, string allowed)
    : Exception($"{key} is '{value}': {allowed}")
{
    private const string WithoutKeys =
        "without keys (Auth:Keys) only loopback addresses such as http://127.0.0.1:8080 are allowed";

    private const string WithoutCertificates =
        $"without certificates ({TransportOptions.Section}:{nameof(TransportOptions.Certificate)}, "
        + $":{nameof(TransportOptions.Key)} and :{nameof(TransportOptions.Authority)}) "
        + "only loopback addresses such as 127.0.0.1 are allowed";

    /// <summary>
    /// Refuses connections between silos, or of fronts with silos, beyond this machine without certificates: those ports ask for
    /// no key, so whatever reaches them may do everything.
    /// </summary>
    public static void ThrowIfUnprotected(string key, string value, IEnumerable<string> hosts, TransportOptions tls)
    {
        if (!tls.IsConfigured && !hosts.All(LoopbackHosts.Contains))
            throw new PublicAddressException(key, value, WithoutCertificates);
    }

    /// <summary>Refuses every address but those of this machine, whichever key names it.</summary>
    public static void ThrowIfPublic(IConfiguration configuration)
    {
        foreach (var (key, url) in ListenAddresses.Of(configuration)) ThrowIfPublic(key, url);
        // These listen on every address, where no URL is given.
        foreach (var key in new[] { "HTTP_PORTS", "HTTPS_PORTS" })
            if (string.IsNullOrEmpty(configuration["Urls"]) && configuration[key] is { Length: > 0 } ports)
                throw new PublicAddressException(key, ports, WithoutKeys);
    }

    private static void ThrowIfPublic(string key, string? url)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || !LoopbackHosts.Contains(uri.Host))
            throw new PublicAddressException(key, url, WithoutKeys);
    }
}
