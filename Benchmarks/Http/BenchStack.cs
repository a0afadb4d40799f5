using System.Diagnostics;
using System.Net;
using System.Net.NetworkInformation;

namespace TradingOps.Benchmarks.Http;

/// <summary>A silo and a front of this build as processes on free ports, over a temporary folder or a database.</summary>
internal sealed class BenchStack : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tradingops-bench-");

    private BenchStack(int[] ports, string[] settings, string[] frontSettings, string? clone)
    {
        Address = new(IPAddress.Loopback, ports[3]);
        Silo = Start(
            clone, "Silo",
            [$"--Urls=http://127.0.0.1:{ports[0]}", $"--Storage:Path={_folder.FullName}", "--Simulation:Enabled=false",
            // An account that takes a position in every symbol shall not run out of it.
            "--Accounts:OpeningCash=1000000000",
            $"--Orleans:SiloPort={ports[1]}", $"--Orleans:GatewayPort={ports[2]}", .. settings]);
        Front = Start(clone, "Client",
            [$"--Urls=http://127.0.0.1:{ports[3]}", $"--Orleans:Gateways=127.0.0.1:{ports[2]}", .. frontSettings]);
        Http = new() { BaseAddress = new($"http://127.0.0.1:{ports[3]}") };
    }

    /// <summary>Where the front listens.</summary>
    public IPEndPoint Address { get; }

    public Process Silo { get; }

    public Process Front { get; }

    /// <summary>Talks to the front.</summary>
    public HttpClient Http { get; }

    /// <summary>Starts both and waits until they are ready. Settings go to the silo.</summary>
    public static Task<BenchStack> StartAsync(params string[] settings) => StartAsync(settings, []);

    /// <summary>Starts both and waits until they are ready.</summary>
    /// <param name="settings">Settings of the silo.</param>
    /// <param name="frontSettings">Settings of the front.</param>
    /// <param name="clone">The clone whose build is started; null for that of this program.</param>
    public static async Task<BenchStack> StartAsync(string[] settings, string[] frontSettings, string? clone = null)
    {
        var stack = new BenchStack(FreePorts(4), settings, frontSettings, clone);
        var began = Stopwatch.GetTimestamp();
        while (!await stack.IsReadyAsync())
        {
            if (stack.Silo.HasExited || stack.Front.HasExited || Stopwatch.GetElapsedTime(began) > Patience)
            {
                await stack.DisposeAsync();
                throw new InvalidOperationException("silo or front did not become ready");
            }
            await Task.Delay(50);
        }
        return stack;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in new[] { Front, Silo })
        {
            if (!process.HasExited) process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
        }
        Http.Dispose();
        _folder.Delete(recursive: true);
    }

    private async Task<bool> IsReadyAsync()
    {
        try
        {
            using var response = await Http.GetAsync("/health/ready");
            return response.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static Process Start(string? clone, string name, string[] arguments)
    {
        var output = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        // Benchmarks/bin/<configuration>/net10.0 -> <name>/bin/<configuration>/net10.0
        clone ??= output.Parent!.Parent!.Parent!.Parent!.FullName;
        var program = Path.Combine(clone, name, "bin", output.Parent!.Name, output.Name, $"TradingOps.{name}.dll");
        if (!File.Exists(program)) throw new FileNotFoundException($"{program} is not built");
        var start = new ProcessStartInfo("dotnet", [program, .. arguments]) { RedirectStandardOutput = true };
        // As in deploy/local/processes.sh, unless another is to be tried.
        start.Environment.TryAdd("DOTNET_GCgen0size", "0x4000000");
        // Set for this tool only.
        start.Environment.Remove("DOTNET_SYSTEM_NET_SOCKETS_INLINE_COMPLETIONS");
        var process = Process.Start(start)!;
        process.BeginOutputReadLine();
        return process;
    }

    /// <summary>
    /// Free ports below those that systems take for outgoing connections, which would be gone by the time of use.
    /// </summary>
    private static int[] FreePorts(int count)
    {
        const int First = 28_000;
        const int Count = 4_000;
        var start = Random.Shared.Next(Count);
        var taken = IPGlobalProperties.GetIPGlobalProperties().GetActiveTcpListeners().Select(l => l.Port).ToHashSet();
        return [.. Enumerable.Range(0, Count).Select(i => First + (start + i) % Count).Where(p => !taken.Contains(p))
            .Take(count)];
    }
}
