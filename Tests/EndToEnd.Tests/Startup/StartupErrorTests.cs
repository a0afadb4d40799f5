using TradingOps.EndToEnd.Tests.Stack;

namespace TradingOps.EndToEnd.Tests.Startup;

/// <summary>An error of the user's is one clear line and exit code 1.</summary>
public sealed class StartupErrorTests
{
    [Theory]
    [InlineData("Silo", "--Storage:Provider", "Floppy", "Storage:Provider")]
    [InlineData("Silo", "--Orleans:SiloPort", "70000", "Orleans:SiloPort")]
    [InlineData("Silo", "--Orleans:SiloPort", "abc", "Orleans:SiloPort")]
    [InlineData("Silo", "--Storage:Pth", "./x", "Pth")]
    [InlineData("Silo", "--Books:SnapshotEvery", "0", "SnapshotEvery")]
    [InlineData("Silo", "--Calendar:Holidays:0", "christmas", "Calendar:Holidays")]
    [InlineData("Silo", "--Urls", "http://0.0.0.0:8081", "Urls")]
    [InlineData("Silo", "--Orleans:Address", "0.0.0.0", "Orleans:Tls")]
    [InlineData("Silo", "--Orleans:Tls:Cert", "silo.pem", "Certificate, Key, Authority")]
    [InlineData("Silo", "--Storage:Embedded:Retention:Age", "soon", "Storage:Embedded:Retention:Age")]
    [InlineData("Silo", "--Storage:Embedded:Retention:Age", "00:00:00", "between 00:00:01 and 36500.00:00:00")]
    [InlineData("Silo", "--Storage:Embedded:Retention:Keep", "7", "Age, Archive")]
    [InlineData("Silo", "--Kafka:BootstrapServers", "somewhere", "BootstrapServers")]
    [InlineData("Silo", "--Kafka:From", "yesterday", "Kafka:From")]
    [InlineData("Client", "--Orleans:Gateways", "192.0.2.1:30000", "Orleans:Tls")]
    [InlineData("Client", "--Urls", "http://*:8080", "Urls")]
    [InlineData("Client", "--Roles", "gateway,trader", "Roles")]
    [InlineData("Client", "--Orleans:Gateways", "somewhere", "Orleans:Gateways")]
    [InlineData("Client", "--Logs:Level", "Loud", "Level")]
    [InlineData("Client", "--Traces:Endpoint", "collector:4318", "Traces:Endpoint")]
    public async Task A_wrong_option_is_named(string process, string key, string value, string expected)
    {
        var folder = Directory.CreateTempSubdirectory("tradingops-");
        var ports = Ports.Free(3);
        await using var started = process == "Silo"
            ? TradingProcess.Start(process, "--Urls", $"http://127.0.0.1:{ports[0]}", "--Storage:Path", folder.FullName,
                "--Orleans:SiloPort", $"{ports[1]}", "--Orleans:GatewayPort", $"{ports[2]}", key, value)
            : TradingProcess.Start(process, "--Urls", $"http://127.0.0.1:{ports[0]}", key, value);
        Assert.Equal(1, await started.ExitCodeAsync());
        var line = Assert.Single(started.Errors.Split('\n'));
        Assert.Contains(expected, line, StringComparison.Ordinal);
        Assert.Contains(value, line, StringComparison.Ordinal);
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_data_folder_in_use_is_named()
    {
        await using var stack = await TradingStack.StartAsync();
        var ports = Ports.Free(3);
        await using var second =
            TradingProcess.Start("Silo", "--Urls", $"http://127.0.0.1:{ports[0]}", "--Storage:Path", stack.Folder,
            "--Orleans:SiloPort", $"{ports[1]}", "--Orleans:GatewayPort", $"{ports[2]}");
        Assert.Equal(1, await second.ExitCodeAsync());
        var line = Assert.Single(second.Errors.Split('\n'));
        Assert.Contains(stack.Folder, line, StringComparison.Ordinal);
        Assert.Contains("in use", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_taken_port_is_named(int which)
    {
        using var taken = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        taken.Start();
        var folder = Directory.CreateTempSubdirectory("tradingops-");
        var ports = Ports.Free(3);
        ports[which] = ((System.Net.IPEndPoint)taken.LocalEndpoint).Port;
        await using var silo =
            TradingProcess.Start("Silo", "--Urls", $"http://127.0.0.1:{ports[0]}", "--Storage:Path", folder.FullName,
            "--Orleans:SiloPort", $"{ports[1]}", "--Orleans:GatewayPort", $"{ports[2]}");
        Assert.Equal(1, await silo.ExitCodeAsync());
        var line = Assert.Single(silo.Errors.Split('\n'));
        Assert.Contains(ports[which].ToString(), line, StringComparison.Ordinal);
        folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData("Silo", "--Urls", "Storage:Provider")]
    [InlineData("Client", "--help", "Orleans:Gateways")]
    public async Task Help_is_printed_and_nothing_starts(string process, string ignored, string key)
    {
        await using var started = TradingProcess.Start(process, "--help", ignored);
        Assert.Equal(0, await started.ExitCodeAsync());
        Assert.Equal("", started.Errors);
        await started.UntilWroteAsync(key);
        await started.UntilWroteAsync("Usage:");
    }

    [Fact]
    public async Task A_front_stopped_while_it_waits_for_its_cluster_exits_with_0()
    {
        var ports = Ports.Free(2);
        await using var front = TradingProcess.Start(
            "Client", "--Urls", $"http://127.0.0.1:{ports[0]}", "--Orleans:Gateways", $"127.0.0.1:{ports[1]}");
        using var http = new HttpClient();
        await front.UntilHealthyAsync(http, $"http://127.0.0.1:{ports[0]}/health/live");
        await front.SignalAsync("TERM");
        Assert.Equal(0, await front.ExitCodeAsync());
        Assert.Equal("front: stopped before its start was complete", front.Errors.Trim());
    }

    [Fact]
    public async Task A_front_reports_a_taken_port_even_without_a_silo()
    {
        using var taken = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, 0);
        taken.Start();
        var port = ((System.Net.IPEndPoint)taken.LocalEndpoint).Port;
        await using var front = TradingProcess.Start(
            "Client", "--Urls", $"http://127.0.0.1:{port}", "--Orleans:Gateways", $"127.0.0.1:{Ports.Free(1)[0]}");
        Assert.Equal(1, await front.ExitCodeAsync());
        Assert.StartsWith($"front: Urls is '{port}'", Assert.Single(front.Errors.Split('\n')), StringComparison.Ordinal);
    }
}
