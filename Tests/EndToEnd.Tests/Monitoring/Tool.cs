using System.Diagnostics;

namespace TradingOps.EndToEnd.Tests.Monitoring;

/// <summary>Programs of the machine that the monitoring tests need.</summary>
internal static class Tool
{
    private static readonly Dictionary<string, string> Packages = new()
    {
        ["prometheus"] = "prometheus",
        ["promtool"] = "prometheus",
        ["prometheus-alertmanager"] = "prometheus-alertmanager",
        ["amtool"] = "prometheus-alertmanager",
    };

    /// <summary>A server that runs until it is killed; what it writes is thrown away.</summary>
    public static Process Start(string name, params string[] arguments)
    {
        var process = Process.Start(Describe(name, arguments))!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    /// <summary>Runs to the end, and answers the exit code and all that was written.</summary>
    public static async Task<(int Code, string Output)> RunAsync(string name, string[] arguments, string? input = null)
    {
        var start = Describe(name, arguments);
        start.RedirectStandardInput = true;
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var errors = process.StandardError.ReadToEndAsync();
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output + await errors);
    }

    private static ProcessStartInfo Describe(string name, string[] arguments)
    {
        var path = Environment.GetEnvironmentVariable("PATH")!.Split(':').Select(folder => Path.Combine(folder, name))
            .FirstOrDefault(File.Exists)
            ?? throw new FileNotFoundException($"{name} is missing: the monitoring tests need it (Debian: {Packages[name]})");
        return new(path, arguments)
        {
            WorkingDirectory = Repository.Root.FullName,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
    }
}
