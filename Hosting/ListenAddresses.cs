using Microsoft.Extensions.Configuration;

namespace TradingOps.Hosting;

/// <summary>Where a process is to listen over HTTP, and which key says so.</summary>
internal static class ListenAddresses
{
    public const string Urls = "Urls";

    public static IEnumerable<(string Key, string? Url)> Of(IConfiguration configuration)
    {
        foreach (var url in (configuration[Urls] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries))
            yield return (Urls, url.Trim());
        foreach (var endpoint in configuration.GetSection("Kestrel:Endpoints").GetChildren())
            yield return ($"{endpoint.Path}:Url", endpoint["Url"]);
    }
}
