using Prometheus;
using Serilog.Core;
using Serilog.Events;

namespace TradingOps.Hosting;

/// <summary>Counts the lines of the log by level.</summary>
internal sealed class LogMetrics : ILogEventSink
{
    private readonly Counter.Child[] _lines;

    public LogMetrics()
    {
        var lines = Metrics.CreateCounter("log_messages_total", "Lines of the log.", "level");
        _lines = [.. Enum.GetValues<LogEventLevel>().Select(level => lines.WithLabels(level.ToString().ToLowerInvariant()))];
    }

    public void Emit(LogEvent logEvent) => _lines[(int)logEvent.Level].Inc();
}
