using Microsoft.Extensions.Logging;
using Serilog.Core;
using Serilog.Events;
using Serilog.Extensions.Logging;
using TradingOps.Hosting;

namespace TradingOps.Grains.Tests.Logging;

public sealed class ProcessLoggingTests
{
    [Theory]
    [InlineData("Information", "Polly", LogLevel.Information, false)]
    [InlineData("Information", "Polly", LogLevel.Warning, true)]
    [InlineData("Information", "Orleans.Placement", LogLevel.Information, false)]
    [InlineData("Information", "Orleans.Placement", LogLevel.Warning, true)]
    [InlineData("Information", "Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Information, false)]
    [InlineData("Information", "Microsoft.Extensions.Diagnostics.HealthChecks.DefaultHealthCheckService", LogLevel.Error, false)]
    [InlineData("Information", "TradingOps.Grains.Books", LogLevel.Information, true)]
    [InlineData("Error", "Orleans.Placement", LogLevel.Warning, false)]
    [InlineData("Debug", "Polly", LogLevel.Information, false)]
    public void Libraries_log_warnings_and_the_product_what_is_configured(
        string configured, string category, LogLevel level, bool isWritten) =>
        Assert.Equal(isWritten ? 1 : 0, Write(configured, category, level, default));

    [Fact]
    public void The_note_about_the_garbage_collector_is_left_out() => Assert.Equal(
        0, Write("Information", "Orleans.Runtime.Silo", LogLevel.Warning, new(1, "LogWarningSiloGcNotRunningWithServerGC")));

    /// <summary>How many lines are written of one.</summary>
    private static int Write(string configured, string category, LogLevel level, EventId id)
    {
        var lines = new Lines();
        using var logger = ProcessLogging.Configure(new() { Level = configured }).WriteTo.Sink(lines).CreateLogger();
        using var factory = new SerilogLoggerFactory(logger);
        factory.CreateLogger(category).Log(level, id, "a line", null, (state, _) => state);
        return lines.Count;
    }

    private sealed class Lines : ILogEventSink
    {
        public int Count { get; private set; }

        public void Emit(LogEvent logEvent) => Count++;
    }
}
