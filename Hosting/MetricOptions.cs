namespace TradingOps.Hosting;

/// <summary>Whether the process measures itself (<c>Metrics</c>).</summary>
public sealed record MetricOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Metrics";

    /// <summary>
    /// False leaves out what is done for each order, call and request, the Orleans dashboard and the traces: to find out what
    /// they cost.
    /// </summary>
    public bool Enabled { get; init; } = true;
}
