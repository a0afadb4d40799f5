using Prometheus;

namespace TradingOps.Hosting;

/// <summary>Counts unexpected errors: each one is a bug to be found in the log.</summary>
public static class ServiceErrors
{
    /// <summary>A request ended with 500.</summary>
    public const string Http = "http";

    /// <summary>A grain threw what is no answer.</summary>
    public const string Grain = "grain";

    /// <summary>A task failed that no code awaits.</summary>
    public const string Task = "task";

    /// <summary>The process is about to end.</summary>
    public const string Crash = "crash";

    private static readonly Counter Errors =
        Metrics.CreateCounter("service_errors_total", "Unexpected errors.", "kind");

    /// <summary>Counts one.</summary>
    public static void Count(string kind) => Errors.WithLabels(kind).Inc();

    /// <summary>Creates every series at zero and counts what is thrown where no caller is.</summary>
    public static void Watch()
    {
        foreach (var kind in new[] { Http, Grain, Task, Crash }) Errors.WithLabels(kind);
        TaskScheduler.UnobservedTaskException += (_, e) =>
        {
            Count(Task);
            Serilog.Log.Error(e.Exception, "A task failed that no code awaits");
        };
        AppDomain.CurrentDomain.UnhandledException += (_, _) => Count(Crash);
    }
}
