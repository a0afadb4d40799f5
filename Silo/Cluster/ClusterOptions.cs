using System.ComponentModel.DataAnnotations;
using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Options;
using TradingOps.Hosting;
using TradingOps.Hosting.Transport;

namespace TradingOps.Silo.Cluster;

/// <summary>How this silo takes part in the cluster (<c>Orleans</c>).</summary>
public sealed record ClusterOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Orleans";

    /// <summary>Silos and fronts with the same id are one cluster.</summary>
    [Required]
    public string ClusterId { get; init; } = "tradingops";

    /// <summary>Names the stored state; never changes.</summary>
    [Required]
    public string ServiceId { get; init; } = "tradingops";

    /// <summary>
    /// This machine's address, or a name of it, under which the other silos and the fronts reach this one. Any address but the
    /// loopback address requires <see cref="Tls"/>.
    /// </summary>
    [Required]
    public string Address { get; init; } = "127.0.0.1";

    /// <summary>Port between silos.</summary>
    [Range(1, 65535)]
    public int SiloPort { get; init; } = 11111;

    /// <summary>Port for fronts.</summary>
    [Range(1, 65535)]
    public int GatewayPort { get; init; } = 30000;

    /// <summary>The certificate by which silos and fronts know this silo, and the authority by which it knows them.</summary>
    public TransportOptions Tls { get; init; } = new();

    /// <summary>How long a silo that is asked to stop may take to finish what is under way and to keep its state.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00")]
    public TimeSpan DrainWithin { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>
    /// The certificates, or null if no file is configured. <see cref="CertificateException"/> if they cannot be used, <see
    /// cref="PublicAddressException"/> if there is no certificate and <see cref="Address"/> requires one.
    /// </summary>
    public TransportCertificates? LoadCertificates()
    {
        var host = IPAddress.TryParse(Address, out _) ? Address : $"{ResolveAddress()}";
        PublicAddressException.ThrowIfUnprotected($"{Section}:{nameof(Address)}", Address, [host], Tls);
        return TransportCertificates.Load(Tls, TransportRole.Silo, ClusterId);
    }

    /// <summary>
    /// <see cref="Address"/> as a number. <see cref="OptionsValidationException"/> if it is no address that a name resolves to.
    /// </summary>
    public IPAddress ResolveAddress()
    {
        try
        {
            return Dns.GetHostAddresses(Address, AddressFamily.InterNetwork).First();
        }
        catch (Exception e) when (e is SocketException or ArgumentException or InvalidOperationException)
        {
            throw new OptionsValidationException(Section, typeof(ClusterOptions),
                [$"{Section}:{nameof(Address)} is '{Address}': no IPv4 address of that name is known ({e.Message})"]);
        }
    }
}
