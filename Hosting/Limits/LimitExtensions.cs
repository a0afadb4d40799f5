using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Server.Kestrel;
using Microsoft.Extensions.Configuration;

namespace TradingOps.Hosting.Limits;

/// <summary>Bounds on what a process takes from outside.</summary>
public static class LimitExtensions
{
    /// <summary>Sets the server's bounds from the configuration.</summary>
    public static void AddLimits(this WebApplicationBuilder builder)
    {
        var limits = builder.Configuration.GetValidated<LimitOptions>(LimitOptions.Section);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = limits.BodyBytes;
            kestrel.Limits.MaxRequestHeadersTotalSize = limits.HeaderBytes;
            kestrel.Limits.MaxConcurrentConnections = limits.Connections;
            kestrel.Limits.MaxConcurrentUpgradedConnections = limits.Connections;
            kestrel.Limits.RequestHeadersTimeout = limits.HeadersWithin;
            kestrel.ConfigureEndpointDefaults(endpoint => endpoint.UseProblems());
            // What is set for all endpoints comes before their TLS: there the answers are encrypted already.
            foreach (var named in builder.Configuration.GetSection("Kestrel:Endpoints").GetChildren())
                kestrel.ConfigurationLoader?.Endpoint(named.Key, UseProblemsBehindTls);
        });
    }

    private static void UseProblemsBehindTls(EndpointConfiguration endpoint)
    {
        // Without a certificate of its own, or with one per host name, the server adds TLS later.
        if (!endpoint.IsHttps || endpoint.HttpsOptions.ServerCertificate is null
            || endpoint.ConfigSection.GetSection("Sni").Exists()) return;
        endpoint.ListenOptions.UseHttps(endpoint.HttpsOptions);
        endpoint.ListenOptions.UseProblems();
    }
}
