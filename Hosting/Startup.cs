using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;
using TradingOps.Hosting.Access;

namespace TradingOps.Hosting;

/// <summary>Runs a process so that a user's error is one clear line and exit code 1.</summary>
public static class Startup
{
    private static readonly TimeSpan SignalPatience = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Runs <paramref name="main"/>. <paramref name="explain"/> puts a process's own errors into a sentence, or returns null for
    /// an exception that it does not know. Unknown exceptions are bugs and keep their stack trace. A signal that stops the
    /// process during its start is not an error: exit code 0 and one line.
    /// </summary>
    public static async Task<int> RunAsync(string process, Func<Task> main, Func<Exception, string?>? explain = null)
    {
        var stop = new TaskCompletionSource();
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => stop.TrySetResult());
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, _ => stop.TrySetResult());
        try
        {
            await main();
            return 0;
        }
        catch (Exception e) when (IsCancellation(e))
        {
            // The runtime calls a signal's handlers one after the other: the host's may cancel the start before ours is called.
            if (await Task.WhenAny(stop.Task, Task.Delay(SignalPatience)) != stop.Task) throw;
            await Console.Error.WriteLineAsync($"{process}: stopped before its start was complete");
            return 0;
        }
        catch (Exception e) when (Explain(e, explain) is { } line)
        {
            await Console.Error.WriteLineAsync($"{process}: {line}");
            return 1;
        }
    }

    /// <summary>Whether the command line asks for help, which is then printed.</summary>
    public static bool TryPrintHelp(string[] args, string help)
    {
        if (args is not ["--help" or "-h" or "help", ..]) return false;
        Console.WriteLine(help);
        return true;
    }

    private static bool IsCancellation(Exception e) =>
        e is OperationCanceledException || (e as AggregateException)?.InnerExceptions.Any(IsCancellation) == true;

    private static string? Explain(Exception exception, Func<Exception, string?>? explain)
    {
        for (var e = exception; e is not null; e = e.InnerException)
        {
            var line = explain?.Invoke(e) ?? e switch
            {
                OptionsValidationException invalid => string.Join("; ", invalid.Failures),
                PortTakenException or PublicAddressException or CertificateException or KeyFileException => e.Message,
                AddressInUseException => $"Urls: {exception.Message}",
                InvalidOperationException when IsBinding(e) =>
                    e.InnerException is null ? e.Message : $"{e.Message} {e.InnerException.Message}",
                _ => null,
            };
            if (line is not null) return line.ReplaceLineEndings(" ");
        }
        return null;
    }

    // The configuration binder has no exception type of its own.
    private static bool IsBinding(Exception e) => e.Source == "Microsoft.Extensions.Configuration.Binder";
}
