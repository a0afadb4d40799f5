using System.Runtime.InteropServices;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace TradingOps.Hosting;

/// <summary>Runs a process so that an error of its user's is one clear line and exit code 1.</summary>
public static class Startup
{
    /// <summary>
    /// Runs <paramref name="main"/>. <paramref name="explain"/> puts a process's own errors into a sentence, or returns null for
    /// what it does not know; what nobody knows is a bug and keeps its stack trace. To be told to stop while it starts is none.
    /// </summary>
    public static async Task<int> RunAsync(string process, Func<Task> main, Func<Exception, string?>? explain = null)
    {
        var isStopping = false;
        using var terminated = PosixSignalRegistration.Create(PosixSignal.SIGTERM, _ => isStopping = true);
        using var interrupted = PosixSignalRegistration.Create(PosixSignal.SIGINT, _ => isStopping = true);
        try
        {
            await main();
            return 0;
        }
        catch (Exception e) when (isStopping && IsCancellation(e))
        {
            await Console.Error.WriteLineAsync($"{process}: was told to stop before it had started");
            return 0;
        }
        catch (Exception e) when (Explain(e, explain) is { } line)
        {
            await Console.Error.WriteLineAsync($"{process}: {line}");
            return 1;
        }
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
                PortTakenException or PublicAddressException or CertificateException => e.Message,
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
