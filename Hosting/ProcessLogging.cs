using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Serilog;
using Serilog.Events;
using Serilog.Formatting.Json;

namespace TradingOps.Hosting;

/// <summary>Serilog behind <see cref="Microsoft.Extensions.Logging.ILogger"/>: one JSON line an event.</summary>
public static class ProcessLogging
{
    /// <summary>Sends all logs to Serilog.</summary>
    public static void AddProcessLogging(this IHostApplicationBuilder builder, string process)
    {
        var options = builder.Configuration.GetValidated<LogOptions>(LogOptions.Section);
        var configuration = new LoggerConfiguration()
            .MinimumLevel.Is(Enum.Parse<LogEventLevel>(options.Level))
            .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
            .MinimumLevel.Override("Orleans", LogEventLevel.Warning)
            // The watch over the checks says it once, not with every run.
            .MinimumLevel.Override("Microsoft.Extensions.Diagnostics.HealthChecks", LogEventLevel.Fatal)
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
}
