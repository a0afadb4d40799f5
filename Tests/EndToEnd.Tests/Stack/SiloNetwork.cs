using System.Diagnostics;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace TradingOps.EndToEnd.Tests.Stack;

/// <summary>
/// A network namespace for each silo, on a bridge that the fronts and the database are on too, so that a silo can be cut off from
/// some or from all. Making one needs root: without it this fails, and says so.
/// </summary>
internal sealed class SiloNetwork : IAsyncDisposable
{
    private static int _made;

    private readonly string _name;
    private readonly string _prefix;
    private readonly int _silos;

    private SiloNetwork(string name, string prefix, int silos) => (_name, _prefix, _silos) = (name, prefix, silos);

    /// <summary>Where the silos reach everything that is in no namespace.</summary>
    public string HostAddress => $"{_prefix}.254";

    public static async Task<SiloNetwork> MakeAsync(int silos)
    {
        // Of this process, so that test runs beside each other do not meet.
        var number = Interlocked.Increment(ref _made);
        var network = new SiloNetwork(
            $"to{Environment.ProcessId % 100000}x{number}", $"10.{100 + Environment.ProcessId % 100}.{number % 250}", silos);
        await network.MakeAsync();
        return network;
    }

    /// <summary>The address of a silo.</summary>
    public string AddressOf(int silo) => $"{_prefix}.{silo + 1}";

    /// <summary>The command that starts a silo in its namespace.</summary>
    public string[] Enter(int silo) => ["nsenter", $"--net={PathOf(silo)}"];

    /// <summary>The silos named cannot reach each other any more; each of them reaches everything else.</summary>
    public Task PartAsync(params int[] silos) => IsolateAsync("on", silos);

    /// <summary>A silo and the others cannot reach each other any more; everybody reaches what is in no namespace.</summary>
    public async Task SeparateAsync(int silo)
    {
        foreach (var other in Enumerable.Range(0, _silos).Where(other => other != silo))
            await IpAsync($"-n {Namespace(silo)} route replace blackhole {AddressOf(other)}/32");
    }

    /// <summary>A silo reaches nobody and nothing any more.</summary>
    public Task CutOffAsync(int silo) => IpAsync($"link set {Port(silo)} down");

    /// <summary>Everybody reaches everybody again.</summary>
    public async Task HealAsync()
    {
        await IsolateAsync("off", [.. Enumerable.Range(0, _silos)]);
        for (var i = 0; i < _silos; i++)
        {
            await IpAsync($"link set {Port(i)} up");
            await IpAsync($"-n {Namespace(i)} route flush type blackhole");
        }
    }

    /// <summary>Talks to what a silo serves on its own loopback address.</summary>
    public HttpMessageHandler HandlerOf(int silo) => new SocketsHttpHandler
    {
        ConnectCallback = async (context, cancellationToken) =>
        {
            var socket = SocketIn(silo);
            await socket.ConnectAsync(context.DnsEndPoint.Host, context.DnsEndPoint.Port, cancellationToken);
            return new NetworkStream(socket, ownsSocket: true);
        },
    };

    public async ValueTask DisposeAsync()
    {
        for (var i = 0; i < _silos; i++) await IpAsync($"netns del {Namespace(i)}");
        await IpAsync($"link del {_name}");
    }

    private async Task MakeAsync()
    {
        await IpAsync($"link add {_name} type bridge");
        await IpAsync($"addr add {HostAddress}/24 dev {_name}");
        await IpAsync($"link set {_name} up");
        for (var i = 0; i < _silos; i++)
        {
            await IpAsync($"netns add {Namespace(i)}");
            await IpAsync($"link add {Port(i)} type veth peer name eth0 netns {Namespace(i)}");
            await IpAsync($"link set {Port(i)} master {_name} up");
            await IpAsync($"-n {Namespace(i)} addr add {AddressOf(i)}/24 dev eth0");
            await IpAsync($"-n {Namespace(i)} link set eth0 up");
            await IpAsync($"-n {Namespace(i)} link set lo up");
        }
    }

    private async Task IsolateAsync(string state, int[] silos)
    {
        foreach (var silo in silos) await IpAsync($"link set {Port(silo)} type bridge_slave isolated {state}");
    }

    /// <summary>A socket belongs to the namespace of the thread that made it.</summary>
    private Socket SocketIn(int silo)
    {
        Socket? socket = null;
        var thread = new Thread(() =>
        {
            using var file = File.OpenHandle(PathOf(silo));
            if (SetNamespace(file.DangerousGetHandle().ToInt32(), 0) == 0)
                socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        });
        thread.Start();
        thread.Join();
        return socket ?? throw new InvalidOperationException($"the namespace of silo {silo} cannot be entered");
    }

    private string Namespace(int silo) => $"{_name}s{silo}";

    private string Port(int silo) => $"{_name}p{silo}";

    private string PathOf(int silo) => $"/run/netns/{Namespace(silo)}";

    private static async Task IpAsync(string arguments)
    {
        using var process = Process.Start(new ProcessStartInfo("ip", arguments) { RedirectStandardError = true })!;
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(
            process.ExitCode == 0, $"a test of a partition makes network namespaces, which needs root: ip {arguments}: {error}");
    }

    [DllImport("libc", EntryPoint = "setns")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetNamespace(int descriptor, int kind);
}
