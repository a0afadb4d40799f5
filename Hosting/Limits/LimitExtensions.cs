using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;

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
        });
    }
}
