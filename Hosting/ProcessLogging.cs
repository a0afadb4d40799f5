using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Serilog;
using Serilog.Events;
using Serilog.Formatting.Json;

namespace TradingOps.Hosting;

/// <summary>Serilog behind <see cref="Microsoft.Extensions.Logging.ILogger"/>: one JSON line an event.</summary>
public static class ProcessLogging
{
    /// <summary>
    /// Least severe level of what libraries log, by category; a <see cref="LogOptions.Level"/> that is more severe holds.
    /// </summary>
    private static readonly (string Category, LogEventLevel Level)[] LibraryLevels =
    [
        // Each request and each step of the host's start; the front logs its requests itself.
        ("Microsoft", LogEventLevel.Warning),
        // A failed check: HealthWatch logs it once, not with every run.
        ("Microsoft.Extensions.Diagnostics.HealthChecks", LogEventLevel.Fatal),
        // Each step of the membership and of each activation.
        ("Orleans", LogEventLevel.Warning),
        // Each placement of an activation passes a resilience pipeline of Orleans, which logs two lines about its first attempt.
        ("Polly", LogEventLevel.Warning),
    ];

    /// <summary>
    /// Warnings that are not one here, by the name of their event: Orleans recommends the server's garbage collector, and the
    /// workstation's is what decision 0040 measured and chose.
    /// </summary>
    private static readonly HashSet<string> Excluded =
        ["LogWarningSiloGcNotRunningWithServerGC", "LogWarningSiloGcMultiCoreSystem"];

    /// <summary>Sends all logs to Serilog.</summary>
    public static void AddProcessLogging(this IHostApplicationBuilder builder, string process)
    {
        var options = builder.Configuration.GetValidated<LogOptions>(LogOptions.Section);
        var configuration = Configure(options)
            .Enrich.FromLogContext()
            .Enrich.WithProperty("Process", process)
            .WriteTo.Sink<LogMetrics>()
            .WriteTo.Console(new JsonFormatter(renderMessage: true));
        if (options.File is { } file)
            configuration.WriteTo.File(
                new JsonFormatter(renderMessage: true), file, rollingInterval: RollingInterval.Day, retainedFileCountLimit: 7);
        builder.Logging.ClearProviders();
        Serilog.Log.Logger = configuration.CreateLogger();
        builder.Logging.AddSerilog(dispose: true);
    }

    /// <summary>What is logged, without where to.</summary>
    public static LoggerConfiguration Configure(LogOptions options)
    {
        var level = Enum.Parse<LogEventLevel>(options.Level);
        var configuration = new LoggerConfiguration().MinimumLevel.Is(level).Filter.ByExcluding(IsExcluded);
        foreach (var (category, least) in LibraryLevels)
            configuration.MinimumLevel.Override(category, level > least ? level : least);
        return configuration;
    }

    private static bool IsExcluded(LogEvent e) => e.Properties.TryGetValue("EventId", out var id)
        && id is StructureValue { Properties: var parts }
        && parts.Any(p => p is { Name: "Name", Value: ScalarValue { Value: string name } } && Excluded.Contains(name));
}
