using System.ComponentModel.DataAnnotations;
using System.Net;

namespace TradingOps.Client.Cluster;

/// <summary>Where the cluster is (<c>Orleans</c>).</summary>
public sealed record FrontOptions : IValidatableObject
{
    public const string Section = "Orleans";

    /// <summary>Silos and fronts with the same id are one cluster.</summary>
    [Required(ErrorMessage = "Orleans:ClusterId must not be empty.")]
    public string ClusterId { get; init; } = "tradingops";

    /// <summary>Names the stored state; never changes.</summary>
    [Required(ErrorMessage = "Orleans:ServiceId must not be empty.")]
    public string ServiceId { get; init; } = "tradingops";

    /// <summary>Gateways of the silos as address:port, separated by commas.</summary>
    public string Gateways { get; init; } = "127.0.0.1:30000";

    /// <summary>How long a call may take before its outcome counts as unknown.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:01:00", ErrorMessage = "Orleans:CallTimeout must be between 00:00:00.100 and 00:01:00.")]
    public TimeSpan CallTimeout { get; init; } = TimeSpan.FromSeconds(8);

    /// <summary><see cref="Gateways"/> as addresses.</summary>
    public IPEndPoint[] GatewayAddresses() =>
        [.. Gateways.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(IPEndPoint.Parse)];

    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        var parts = Gateways.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        if (parts.Length == 0 || !parts.All(p => IPEndPoint.TryParse(p, out var address) && address.Port > 0))
            yield return new($"Orleans:Gateways is '{Gateways}'; it must be addresses with ports, such as 127.0.0.1:30000.");
    }
}
