using System.Diagnostics;

namespace TradingOps.EndToEnd.Tests.Stack;

/// <summary>
/// Writes down the processor seconds of the processes that tests start, by the class that started them, where
/// <c>TEST_CPU_FILE</c> names a file. <c>make test-times</c> adds them up.
/// </summary>
internal static class ProcessorTimes
{
    private static readonly string? Target = Environment.GetEnvironmentVariable("TEST_CPU_FILE");
    private static readonly Lock Gate = new();

    /// <summary>The class outside <c>Stack</c> that is starting a process.</summary>
    public static string FindOwner()
    {
        if (Target is null) return "";
        var types = new StackTrace().GetFrames().Select(f => f.GetMethod()?.DeclaringType).OfType<Type>().Select(Outermost);
        return types.FirstOrDefault(t => t.Namespace?.StartsWith("TradingOps.", StringComparison.Ordinal) == true
            && t.Namespace != typeof(ProcessorTimes).Namespace)?.Name ?? "unknown";
    }

    /// <summary>Adds what a process has used so far; call it once, right before the process is ended.</summary>
    public static void Write(string owner, Process process)
    {
        if (Target is null) return;
        var seconds = process.HasExited ? 0 : process.TotalProcessorTime.TotalSeconds;
        lock (Gate) File.AppendAllText(Target, $"{owner}\t{seconds:0.00}\n");
    }

    private static Type Outermost(Type type) => type.DeclaringType is { } outer ? Outermost(outer) : type;
}
