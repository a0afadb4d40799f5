using System.Reflection;
using Prometheus;

namespace TradingOps.Hosting;

/// <summary>What every process says of itself.</summary>
public static class ProcessMetrics
{
    /// <summary>
    /// Publishes version and commit, and keeps the default .NET metrics of prometheus-net to those of the process.
    /// </summary>
    public static void Publish()
    {
        // No exemplar is read, and each count within a request would make one.
        Metrics.DefaultFactory.ExemplarBehavior = ExemplarBehavior.NoExemplars();
        Metrics.SuppressDefaultMetrics(
            new() { SuppressMeters = true, SuppressEventCounters = true, SuppressDebugMetrics = true });
        var version =
            Assembly.GetEntryAssembly()?.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "0";
        var parts = version.Split('+', 2);
        Metrics.CreateGauge("tradingops_build_info", "Always 1; the labels say what runs.", "version", "commit")
            .WithLabels(parts[0], parts.Length > 1 ? parts[1] : "unknown").Set(1);
        ServiceErrors.Watch();
    }
}
