using System.Diagnostics;

namespace TradingOps.Tests.Shared;

/// <summary>A private PostgreSQL on a free port over a temporary folder, from the machine's binaries.</summary>
internal sealed class PostgresServer : IAsyncDisposable
{
    /// <summary>The one user that needs a password; its password is its name.</summary>
    public const string GuardedUser = "guarded";

    // PostgreSQL refuses to run as root; its package brings a user.
    private const string ServerUser = "postgres";

    private const string Loopback = "127.0.0.1";

    private readonly string _folder;
    private readonly int _port;
    private readonly string? _address;
    private Process _server;
    private bool _isStopped;
    private Process? _standby;
    private int _standbyPort;

    private PostgresServer(string folder, int port, string? address)
    {
        (_folder, _port, _address) = (folder, port, address);
        _server = Launch();
        ConnectionString = $"Host={address ?? Loopback};Port={port};Username=tradingops;Database=postgres";
    }

    /// <summary>How to reach it.</summary>
    public string ConnectionString { get; }

    /// <summary>The port that it listens on.</summary>
    public int Port => _port;

    /// <summary>Makes and starts one, and waits until it takes connections.</summary>
    /// <param name="alsoAt">An address to be reached at; it listens on the loopback address besides.</param>
    public static async Task<PostgresServer> StartAsync(string? alsoAt = null)
    {
        var folder = Directory.CreateTempSubdirectory("tradingops-pg-").FullName;
        var port = Ports.Free(1)[0];
        if (IsRoot) await RunAsync("chown", ServerUser, folder);
        await RunAsync([.. AsServerUser(), Binary("initdb"), "-D", folder, "-U", "tradingops", "--auth=trust", "--no-sync"]);
        await File.WriteAllTextAsync(Path.Combine(folder, "pg_hba.conf"),
            $"host all {GuardedUser} all scram-sha-256\nlocal all all trust\nhost all all samenet trust\n");
        var server = new PostgresServer(folder, port, alsoAt);
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
        _server = Launch();
        _isStopped = false;
        await UntilReadyAsync();
    }

    /// <summary>Restarts it, and keeps a copy of its folder for <see cref="GoBackAsync"/>.</summary>
    public async Task CopyAsync()
    {
        await StopAsync();
        await RunAsync("cp", "-a", _folder, Copy);
        await StartAgainAsync();
    }

    /// <summary>Crashes it and starts it from the copy, as if a backup had been restored or a replica had lagged.</summary>
    public async Task GoBackAsync()
    {
        await StopAsync();
        Directory.Delete(_folder, recursive: true);
        await RunAsync("mv", Copy, _folder);
        await StartAgainAsync();
    }

    /// <summary>Starts a streaming replica. If it is synchronous, commits wait for it.</summary>
    public async Task StartStandbyAsync(bool isSynchronous)
    {
        await AllowReplicationAsync();
        if (IsRoot)
        {
            Directory.CreateDirectory(Copy);
            await RunAsync("chown", ServerUser, Copy);
            await RunAsync("chmod", "700", Copy);
        }
        await RunAsync([.. AsServerUser(), Binary("pg_basebackup"), "-h", _folder, "-p", $"{_port}", "-U", "tradingops",
            "-D", Copy, "-R", "-c", "fast"]);
        _standbyPort = Ports.Free(1)[0];
        _standby = Launch(Copy, _standbyPort);
        await Eventually.BecomesAsync(
            () => ExecuteAsync("SELECT count(*) FROM pg_stat_replication WHERE state = 'streaming'"),
            count => count.Trim() == "1");
        if (!isSynchronous) return;
        await ExecuteAsync("ALTER SYSTEM SET synchronous_standby_names = '*'");
        await ExecuteAsync("SELECT pg_reload_conf()");
        await Eventually.BecomesAsync(
            () => ExecuteAsync("SELECT sync_state FROM pg_stat_replication"), state => state.Trim() == "sync");
    }

    /// <summary>Makes a backup into a folder, as <c>pg_basebackup</c> does.</summary>
    public async Task BackUpAsync(string folder, params string[] options)
    {
        await AllowReplicationAsync();
        await RunAsync([Binary("pg_basebackup"), "-h", _folder, "-p", $"{_port}", "-U", "tradingops", "-D", folder,
            "-c", "fast", .. options]);
    }

    /// <summary>Makes a dump into a file, as <c>pg_dump</c> does.</summary>
    public Task DumpAsync(string file, params string[] options) => RunAsync([Binary("pg_dump"),
        "-h", Loopback, "-p", $"{_port}", "-U", "tradingops", "-f", file, .. options, "postgres"]);

    private async Task AllowReplicationAsync()
    {
        await File.AppendAllTextAsync(Path.Combine(_folder, "pg_hba.conf"), "local replication all trust\n");
        await ExecuteAsync("SELECT pg_reload_conf()");
    }

    /// <summary>From now on the replica receives nothing: it lags.</summary>
    public async Task HoldStandbyAsync()
    {
        var receiver = await OutputAsync(
            Binary("psql"), "-h", Copy, "-p", $"{_standbyPort}", "-U", "tradingops", "-d", "postgres", "-qtA",
            "-c", "SELECT pid FROM pg_stat_wal_receiver");
        await RunAsync("kill", "-STOP", receiver.Trim());
    }

    /// <summary>Crashes the primary for good; the replica takes its place and its port.</summary>
    public async Task FailOverAsync()
    {
        await StopAsync();
        await RunAsync([.. AsServerUser(), Binary("pg_ctl"), "stop", "-D", Copy, "-m", "immediate"]);
        await _standby!.WaitForExitAsync();
        Directory.Delete(_folder, recursive: true);
        await RunAsync("mv", Copy, _folder);
        await StartAgainAsync();
        await RunAsync([.. AsServerUser(), Binary("pg_ctl"), "promote", "-D", _folder]);
    }

    public async ValueTask DisposeAsync()
    {
        if (_standby is { HasExited: false })
            await RunAsync([.. AsServerUser(), Binary("pg_ctl"), "stop", "-D", Copy, "-m", "immediate"]);
        _standby?.Dispose();
        if (!_isStopped) await StopAsync();
        Directory.Delete(_folder, recursive: true);
        if (Directory.Exists(Copy)) Directory.Delete(Copy, recursive: true);
    }

    private Process Launch() => Launch(_folder, _port);

    private Process Launch(string folder, int port) => Start([.. AsServerUser(), Binary("postgres"), "-D", folder,
        "-p", $"{port}", "-h", _address is null ? Loopback : $"{Loopback},{_address}", "-k", folder,
        "-c", "max_connections=200", "-c", "logging_collector=on"]);

    /// <summary>Runs SQL in a database of the server.</summary>
    public async Task<string> ExecuteAsync(string sql, string database = "postgres") => await OutputAsync(
        Binary("psql"), "-h", Loopback, "-p", $"{_port}", "-U", "tradingops", "-d", database, "-v", "ON_ERROR_STOP=1", "-qtA",
        "-c", sql);

    /// <summary>Keeps everybody from writing to a table until what it returns is disposed of; reading goes on.</summary>
    public async Task<IAsyncDisposable> HoldAsync(string table)
    {
        var session = Start([Binary("psql"), "-h", Loopback, "-p", $"{_port}", "-U", "tradingops", "-d", "postgres",
            "-v", "ON_ERROR_STOP=1", "-q"]);
        await session.StandardInput.WriteLineAsync($"BEGIN; LOCK TABLE {table} IN SHARE MODE;\n\\echo held");
        await session.StandardInput.FlushAsync();
        if (await session.StandardOutput.ReadLineAsync() != "held")
            Assert.Fail($"{table} cannot be held: {await session.StandardError.ReadToEndAsync()}");
        return new Session(session);
    }

    /// <summary>
    /// SIGKILL to a process of the server in the middle of storing records, from within the server, where nothing is too slow to
    /// hit it: the server ends all its other processes too, and recovers.
    /// </summary>
    public async Task KillCommitAsync()
    {
        const string Hunt =
            """
            DO $$ DECLARE victim integer; BEGIN
                FOR i IN 1..20000 LOOP
                    SELECT pid INTO victim FROM pg_locks
                    WHERE relation = 'journal'::regclass AND mode = 'RowExclusiveLock' AND granted LIMIT 1;
                    IF victim IS NOT NULL THEN
                        EXECUTE format('COPY (SELECT 1) TO PROGRAM ''kill -KILL %s''', victim);
                        RETURN;
                    END IF;
                    PERFORM pg_sleep(0.001);
                END LOOP;
                RAISE 'nobody commits';
            END $$
            """;
        using var hunt = Start(
            [Binary("psql"), "-h", Loopback, "-p", $"{_port}", "-U", "tradingops", "-d", "postgres", "-c", Hunt]);
        // Its own connection ends with all others.
        var error = await hunt.StandardError.ReadToEndAsync();
        await hunt.WaitForExitAsync();
        Assert.DoesNotContain("nobody commits", error, StringComparison.Ordinal);
        await UntilReadyAsync();
    }

    private async Task UntilReadyAsync() => await Eventually.BecomesAsync(
        () => ExitCodeAsync([Binary("pg_isready"), "-h", "127.0.0.1", "-p", $"{_port}"]), code => code == 0);

    /// <summary>An immediate shutdown is what a crash leaves: nothing is flushed, the next start recovers.</summary>
    public async Task StopAsync()
    {
        await RunAsync([.. AsServerUser(), Binary("pg_ctl"), "stop", "-D", _folder, "-m", "immediate"]);
        await _server.WaitForExitAsync();
        _server.Dispose();
        _isStopped = true;
    }

    private string Copy => _folder + "-copy";

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
        RedirectStandardInput = true,
        RedirectStandardError = true,
        RedirectStandardOutput = true,
    })!;

    private static async Task<int> ExitCodeAsync(string[] command)
    {
        using var process = Start(command);
        await process.WaitForExitAsync();
        return process.ExitCode;
    }

    private static Task RunAsync(params string[] command) => OutputAsync(command);

    private static async Task<string> OutputAsync(params string[] command)
    {
        using var process = Start(command);
        var output = process.StandardOutput.ReadToEndAsync();
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{string.Join(' ', command)}: {await output}{error}");
        return await output;
    }

    // psql ends with its input, and what it began is rolled back.
    private sealed class Session(Process psql) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            psql.StandardInput.Close();
            await psql.WaitForExitAsync();
            psql.Dispose();
        }
    }
}
