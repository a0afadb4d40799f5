using System.ComponentModel.DataAnnotations;

namespace TradingOps.Silo;

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

    /// <summary>Port between silos.</summary>
    [Range(1, 65535)]
    public int SiloPort { get; init; } = 11111;

    /// <summary>Port for fronts.</summary>
    [Range(1, 65535)]
    public int GatewayPort { get; init; } = 30000;
}
