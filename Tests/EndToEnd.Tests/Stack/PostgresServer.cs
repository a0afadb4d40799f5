using System.Diagnostics;

namespace TradingOps.EndToEnd.Tests.Stack;

/// <summary>A private PostgreSQL on a free port over a temporary folder, from the machine's binaries.</summary>
internal sealed class PostgresServer : IAsyncDisposable
{
    // PostgreSQL refuses to run as root; its package brings a user.
    private const string ServerUser = "postgres";

    private readonly string _folder;
    private readonly int _port;
    private Process _server;

    private PostgresServer(string folder, int port)
    {
        (_folder, _port, _server) = (folder, port, Launch(folder, port));
        ConnectionString = $"Host=127.0.0.1;Port={port};Username=tradingops;Database=postgres";
    }

    /// <summary>How to reach it.</summary>
    public string ConnectionString { get; }

    /// <summary>Makes and starts one, and waits until it takes connections.</summary>
    public static async Task<PostgresServer> StartAsync()
    {
        var folder = Directory.CreateTempSubdirectory("tradingops-pg-").FullName;
        var port = Ports.Free(1)[0];
        if (IsRoot) await RunAsync("chown", ServerUser, folder);
        await RunAsync([.. AsServerUser(), Binary("initdb"), "-D", folder, "-U", "tradingops", "--auth=trust", "--no-sync"]);
        var server = new PostgresServer(folder, port);
        await server.UntilReadyAsync();
        return server;
    }

    /// <summary>Crashes it in the middle of whatever it does, and starts it again.</summary>
    public async Task CrashAsync()
    {
        await StopAsync();
        await StartAgainAsync();
    }

    /// <summary>Starts it again after <see cref="StopAsync"/>.</summary>
    public async Task StartAgainAsync()
    {
        _server = Launch(_folder, _port);
        await UntilReadyAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static Process Launch(string folder, int port) => Start([.. AsServerUser(), Binary("postgres"), "-D", folder,
        "-p", $"{port}", "-h", "127.0.0.1", "-k", folder, "-c", "max_connections=200", "-c", "logging_collector=on"]);

    private async Task UntilReadyAsync() => await Eventually.BecomesAsync(
        () => ExitCodeAsync([Binary("pg_isready"), "-h", "127.0.0.1", "-p", $"{_port}"]), code => code == 0);

    /// <summary>An immediate shutdown is what a crash leaves: nothing is flushed, the next start recovers.</summary>
    public async Task StopAsync()
    {
        await RunAsync([.. AsServerUser(), Binary("pg_ctl"), "stop", "-D", _folder, "-m", "immediate"]);
        await _server.WaitForExitAsync();
        _server.Dispose();
    }

    private static bool IsRoot => Environment.UserName == "root";

    private static string[] AsServerUser() => IsRoot ? ["runuser", "-u", ServerUser, "--"] : ["env"];

    private static string Binary(string name)
    {
        var found = Directory.Exists("/usr/lib/postgresql")
            ? Directory.GetDirectories("/usr/lib/postgresql").Order().Select(d => Path.Combine(d, "bin", name))
                .LastOrDefault(File.Exists)
            : null;
        return found
            ?? throw new FileNotFoundException($"{name} is missing: the cluster tests need PostgreSQL (Debian: postgresql)");
    }

    private static Process Start(string[] command) => Process.Start(new ProcessStartInfo(command[0], command[1..])
    {
        WorkingDirectory = "/",
        RedirectStandardError = true,
        RedirectStandardOutput = true,
    })!;

    private static async Task<int> ExitCodeAsync(string[] command)
    {
        using var process = Start(command);
        await process.WaitForExitAsync();
        return process.ExitCode;
    }

    private static async Task RunAsync(params string[] command)
    {
        using var process = Start(command);
        var output = process.StandardOutput.ReadToEndAsync();
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{string.Join(' ', command)}: {await output}{error}");
    }
}
