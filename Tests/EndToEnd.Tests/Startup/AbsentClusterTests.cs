using System.Net.Sockets;
using System.Text;
using TradingOps.EndToEnd.Tests.Stack;

namespace TradingOps.EndToEnd.Tests.Startup;

/// <summary>A front whose cluster is away says so in its own words.</summary>
public sealed class AbsentClusterTests
{
    [Fact]
    public async Task A_front_without_silos_is_not_ready_and_names_its_gateways()
    {
        var ports = Ports.Free(2);
        await using var front = Start(ports);
        using var http = new HttpClient { BaseAddress = new($"http://127.0.0.1:{ports[0]}") };
        var expected = $"no silo of the cluster answers at 127.0.0.1:{ports[1]}";
        await AssertUnavailableAsync(http, "/health/ready", "degraded");
        await AssertUnavailableAsync(http, "/health", expected);
        await AssertUnavailableAsync(http, "/accounts", expected);
        await AssertUnavailableAsync(http, "/orders/AAPL-1", "cluster_unreachable");
        using var order = new StringContent("""[{"symbol":"AAPL","qty":1}]""", Encoding.UTF8, "application/json");
        using var batch = await http.PostAsync("/orders/batch", order);
        Assert.Contains(expected, await batch.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_front_with_a_hung_gateway_is_not_ready()
    {
        using var gateway = new TcpListener(System.Net.IPAddress.Loopback, 0);
        gateway.Start();
        var ports = new[] { Ports.Free(1)[0], ((System.Net.IPEndPoint)gateway.LocalEndpoint).Port };
        await using var front = Start(ports);
        using var http = new HttpClient { BaseAddress = new($"http://127.0.0.1:{ports[0]}") };
        await AssertUnavailableAsync(http, "/health/ready", "degraded");
        await AssertUnavailableAsync(http, "/health", $"no silo of the cluster answers at 127.0.0.1:{ports[1]}");
        Assert.DoesNotContain("status=\"500\"", await http.GetStringAsync("/metrics"), StringComparison.Ordinal);
    }

    private static TradingProcess Start(int[] ports) => TradingProcess.Start(
        "Client", "--Urls", $"http://127.0.0.1:{ports[0]}", "--Orleans:Gateways", $"127.0.0.1:{ports[1]}");

    private static async Task AssertUnavailableAsync(HttpClient http, string path, string text)
    {
        var (status, body) = await Eventually.BecomesAsync(() => AskAsync(http, path), a => a.Status != 0);
        Assert.Equal(503, status);
        Assert.Contains(text, body, StringComparison.Ordinal);
        Assert.DoesNotContain("implementation", body, StringComparison.Ordinal);
    }

    /// <summary>Status 0 while it does not listen yet.</summary>
    private static async Task<(int Status, string Body)> AskAsync(HttpClient http, string path)
    {
        try
        {
            using var response = await http.GetAsync(path);
            return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
        }
        catch (Exception e) when (NoAnswer.Is(e))
        {
            return (0, "");
        }
    }
}
