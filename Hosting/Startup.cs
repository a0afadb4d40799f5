using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace TradingOps.Hosting;

/// <summary>Runs a process so that an error of its user's is one clear line and exit code 1.</summary>
public static class Startup
{
    /// <summary>
    /// Runs <paramref name="main"/>. <paramref name="explain"/> puts a process's own errors into a sentence, or returns null for
    /// what it does not know; what nobody knows is a bug and keeps its stack trace.
    /// </summary>
    public static async Task<int> RunAsync(string process, Func<Task> main, Func<Exception, string?>? explain = null)
    {
        try
        {
            await main();
            return 0;
        }
        catch (Exception e) when (Explain(e, explain) is { } line)
        {
            await Console.Error.WriteLineAsync($"{process}: {line}");
            return 1;
        }
    }

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
