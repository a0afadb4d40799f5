using System.Runtime.InteropServices;

namespace TradingOps.Silo.Cluster;

/// <summary>
/// Ends a silo at once, with one clear line and an exit code of its own, for a supervisor to start it again: a silo that the
/// others declared dead while it was paused, cut off or overloaded, whose database has lost acknowledged records, or whose disk
/// has failed. It drains nothing: its grains live elsewhere by now, or remember what is gone, or cannot write.
/// </summary>
internal sealed class EndOfSilo(ILogger<EndOfSilo> logger) : IFatalErrorHandler
{
    /// <summary>The exit code of a silo that ended so.</summary>
    public const int ExitCode = 3;

    private static int _isEnding;

    public bool IsUnexpected(Exception exception) => true;

    public void OnFatalException(object? sender = null, string? context = null, Exception? exception = null)
    {
        var why = exception is null ? context : $"{context}: {exception.Message}";
        Log.SiloEnds(logger, why, exception);
        EndNow(why);
    }

    /// <summary>Ends this process at once and writes the reason in one line. Later calls do nothing.</summary>
    public static void EndNow(string? why)
    {
        if (Interlocked.Exchange(ref _isEnding, 1) != 0) return;
        Console.Error.WriteLine($"silo: ends at once, start it again: {why?.ReplaceLineEndings(" ")}");
        End(ExitCode);
    }

    // Environment.Exit would stop the host in good order, and a silo that was evicted has no place to hand its grains to.
    [DllImport("libc", EntryPoint = "_exit")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern void End(int code);
}
