using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace TradingOps.Hosting;

/// <summary>A process is to speak TLS with a certificate that is missing or cannot be used.</summary>
public sealed class CertificateException(string keys, string reason) : Exception($"{keys}: {reason}")
{
    /// <summary>
    /// Loads the certificates of the HTTP endpoints now: later whatever the process waits for would come first.
    /// </summary>
    public static void ThrowIfUnusable(WebApplication app)
    {
        try
        {
            app.Services.GetRequiredService<IOptions<KestrelServerOptions>>().Value.ConfigurationLoader?.Load();
        }
        catch (Exception e) when (
            e is IOException or UnauthorizedAccessException or CryptographicException or InvalidOperationException)
        {
            var keys = string.Join(", ", Configured(app.Configuration).Distinct());
            throw new CertificateException(keys.Length > 0 ? keys : "Kestrel", e.Message);
        }
    }

    /// <summary>Every certificate that is configured, with its file.</summary>
    private static IEnumerable<string> Configured(IConfiguration configuration) =>
        from endpoint in configuration.GetSection("Kestrel:Endpoints").GetChildren()
        where endpoint["Url"]?.StartsWith("https:", StringComparison.OrdinalIgnoreCase) == true
        let own = endpoint.GetSection("Certificate")
        let common = configuration.GetSection("Kestrel:Certificates:Default")
        let certificate = own.Exists() || !common.Exists() ? own : common
        select certificate["Path"] is { } path ? $"{certificate.Path}:Path is '{path}'" : $"{certificate.Path} is not set";
}
