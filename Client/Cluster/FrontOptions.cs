using System.ComponentModel.DataAnnotations;
using System.Net;
using TradingOps.Grains;
using TradingOps.Hosting;
using TradingOps.Hosting.Transport;

namespace TradingOps.Client.Cluster;

/// <summary>Where the cluster is (<c>Orleans</c>).</summary>
internal sealed record FrontOptions
{
    public const string Section = "Orleans";

    /// <summary>Silos and fronts with the same id are one cluster.</summary>
    [Required]
    public string ClusterId { get; init; } = "tradingops";

    /// <summary>Names the stored state; never changes.</summary>
    [Required]
    public string ServiceId { get; init; } = "tradingops";

    /// <summary>
    /// Gateways of the silos as address:port or name:port, separated by commas; some are enough to find the others.
    /// </summary>
    [Gateways]
    public string Gateways { get; init; } = "127.0.0.1:30000";

    /// <summary>
    /// The certificate by which silos know this front, and the authority by which it knows them. Gateways on any address but the
    /// loopback address require it.
    /// </summary>
    public TransportOptions Tls { get; init; } = new();

    /// <summary>How long a call may take before its outcome counts as unknown.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:01:00")]
    public TimeSpan CallTimeout { get; init; } = CallTimeouts.Of(CallTimeouts.Front);

    /// <summary>For how long a cancel is asked for again while its market does not answer, such as one that moves.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan CancelPatience { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>What there is to say while no silo answers: an error of Orleans names parts of it that no user knows.</summary>
    public string ExplainUnreachable() => $"no silo of the cluster answers at {Gateways}";

    /// <summary>
    /// The certificates, or null if no file is configured. <see cref="CertificateException"/> if they cannot be used, <see
    /// cref="PublicAddressException"/> if there is no certificate and <see cref="Gateways"/> require one.
    /// </summary>
    public TransportCertificates? LoadCertificates()
    {
        PublicAddressException.ThrowIfUnprotected(
            $"{Section}:{nameof(Gateways)}", Gateways, GatewayAddresses().Select(g => g.Host), Tls);
        return TransportCertificates.Load(Tls, TransportRole.Front, ClusterId);
    }

    /// <summary><see cref="Gateways"/> as addresses.</summary>
    public DnsEndPoint[] GatewayAddresses() => GatewaysAttribute.TryParse(Gateways, out var addresses) ? [.. addresses] : [];
}
