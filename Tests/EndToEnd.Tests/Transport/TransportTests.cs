using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using TradingOps.EndToEnd.Tests.Stack;

namespace TradingOps.EndToEnd.Tests.Transport;

/// <summary>Silos and fronts prove to each other that they are of one cluster.</summary>
public sealed class TransportTests : IDisposable
{
    private const string Order = """{"symbol":"AAPL","account":"victim","qty":1,"type":"limit","limit_price":100}""";

    private static readonly string[] Files = ["Certificate", "Key", "Authority"];

    private readonly TestAuthority _authority = new();
    private readonly TestAuthority _foreign = new();

    public void Dispose()
    {
        _authority.Dispose();
        _foreign.Dispose();
    }

    [Fact]
    public async Task Processes_with_the_certificates_of_the_script_trade()
    {
        var folder = Directory.CreateTempSubdirectory("tradingops-certificates-");
        await using (var script = RunScript(folder, "silo", "front1"))
            Assert.True(await script.ExitCodeAsync() == 0, script.Errors);
        await using (var again = RunScript(folder, "silo", "front2"))
        {
            Assert.True(await again.ExitCodeAsync() == 0, again.Errors);
            Assert.Contains($"kept {folder.FullName}/silo:", again.Output, StringComparison.Ordinal);
        }
        await using (var stack = await TradingStack.StartAsync(new StackPlan
        {
            Settings = SettingsIn(folder, "silo"),
            FrontSettings = SettingsIn(folder, "front1"),
        }))
        {
            var (status, order) = await stack.PostAsync("/orders", Order);
            Assert.True(status == 201, $"{status}: {order}");
            await using var second = await StartFrontAsync(stack, SettingsIn(folder, "front2"), "/health");
            Assert.Equal(1, await CountOrdersAsync(stack));
        }
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task The_script_issues_again_for_another_cluster_or_authority()
    {
        var folder = Directory.CreateTempSubdirectory("tradingops-certificates-");
        await IssueAsync("made", "tradingops");
        await IssueAsync("kept", "tradingops");
        await IssueAsync("made", "other");
        var trusted = await File.ReadAllTextAsync(Path.Combine(folder.FullName, "silo/authority.pem"));
        Directory.Move(Path.Combine(folder.FullName, "authority"), Path.Combine(folder.FullName, "before"));
        await IssueAsync("made", "other");
        var added = await File.ReadAllTextAsync(Path.Combine(folder.FullName, "authority/certificate.pem"));
        Assert.Equal(trusted + added, await File.ReadAllTextAsync(Path.Combine(folder.FullName, "silo/authority.pem")));
        folder.Delete(recursive: true);

        async Task IssueAsync(string expected, string cluster)
        {
            await using var script = RunScriptFor(cluster, folder, "silo");
            Assert.True(await script.ExitCodeAsync() == 0, script.Errors);
            Assert.Contains($"{expected} {folder.FullName}/silo:", script.Output, StringComparison.Ordinal);
        }
    }

    /// <summary>Without certificates all of this passed: the gateway asks for no key.</summary>
    [Theory]
    [InlineData("none")]
    [InlineData("of another authority")]
    [InlineData("of another cluster")]
    public async Task A_foreign_client_places_no_order_and_moves_no_breaker(string certificate)
    {
        await using var stack = await TradingStack.StartAsync(new StackPlan
        {
            Settings = _authority.SettingsOf("silo.tradingops"),
            FrontSettings = _authority.SettingsOf("front.tradingops"),
        });
        // Certificates of authorities are no secret: the foreign front takes the silo's.
        var both = _foreign.Write("both.pem", $"{_foreign.Pem}\n{_authority.Pem}\n");
        await using var foreign = await StartFrontAsync(stack, certificate switch
        {
            "none" => [],
            "of another authority" => _foreign.SettingsOf("front.tradingops", both),
            _ => [.. _authority.SettingsOf("front.other"), "--Orleans:ClusterId", "other"],
        });
        Assert.Equal(503, await foreign.PostAsync("/orders", Order));
        Assert.Equal(503, await foreign.PostAsync("/breakers/firm/kill", """{"reason":"foreign"}"""));
        // It refused the silo, or the silo refused it.
        await Eventually.HoldsAsync(() => Task.FromResult(
            new[] { stack.Silo, foreign.Process }.Any(p => p.Wrote("Refused a connection") || p.Wrote("Authentication failed"))));
        Assert.Equal(503, await foreign.PostAsync("/orders", Order));

        Assert.Equal(0, await CountOrdersAsync(stack));
        var (_, breaker) = await stack.GetAsync("/breakers/firm");
        Assert.Equal("closed", breaker.GetProperty("state").GetString());
        Assert.Equal(201, (await stack.PostAsync("/orders", Order)).Status);
    }

    [Theory]
    [InlineData("Silo", "silo")]
    [InlineData("Client", "front")]
    public async Task A_certificate_of_the_other_role_ends_the_start_in_one_line(string process, string name)
    {
        var folder = Directory.CreateTempSubdirectory("tradingops-");
        string[] data = process == "Silo" ? ["--Storage:Path", folder.FullName] : [];
        var other = process == "Silo" ? "front.tradingops" : "silo.tradingops";
        await using var started = TradingProcess.Start(
            process, ["--Urls", $"http://127.0.0.1:{Ports.Free(1)[0]}", .. data, .. _authority.SettingsOf(other)]);
        Assert.Equal(1, await started.ExitCodeAsync());
        var line = Assert.Single(started.Errors.Split('\n'));
        Assert.StartsWith($"{name}: Orleans:Tls:Certificate is '", line, StringComparison.Ordinal);
        Assert.EndsWith($"it must hold the DNS name {name}.tradingops; it holds {other}", line, StringComparison.Ordinal);
        folder.Delete(recursive: true);
    }

    private static TradingProcess RunScript(DirectoryInfo folder, params string[] processes) =>
        RunScriptFor("tradingops", folder, processes);

    private static TradingProcess RunScriptFor(string cluster, DirectoryInfo folder, params string[] processes) =>
        TradingProcess.StartTool("env", [
            $"CLUSTER_ID={cluster}", "bash", Path.Combine(Repository.Root.FullName, "deploy/certificates.sh"), folder.FullName,
            .. processes]);

    private static string[] SettingsIn(DirectoryInfo folder, string process) =>
    [
        .. Files.SelectMany(file => new[]
        {
            $"--Orleans:Tls:{file}", Path.Combine(folder.FullName, process, $"{file.ToLowerInvariant()}.pem"),
        }),
    ];

    private static async Task<int> CountOrdersAsync(TradingStack stack) =>
        (await stack.GetAsync("/orders?status=all")).Body.GetArrayLength();

    private static async Task<Front> StartFrontAsync(TradingStack stack, string[] settings, string health = "/health/live")
    {
        var http = new HttpClient { BaseAddress = new($"http://127.0.0.1:{Ports.Free(1)[0]}") };
        var process = TradingProcess.Start(
            "Client", ["--Urls", $"{http.BaseAddress}", "--Orleans:Gateways", stack.Gateways, .. settings]);
        await process.UntilHealthyAsync(http, health);
        return new(process, http);
    }

    /// <summary>A front of its own.</summary>
    private sealed record Front(TradingProcess Process, HttpClient Http) : IAsyncDisposable
    {
        public async Task<int> PostAsync(string path, string json)
        {
            using var content = new StringContent(json, Encoding.UTF8, "application/json");
            using var response = await Http.PostAsync(path, content);
            await response.Content.ReadFromJsonAsync<JsonElement>();
            return (int)response.StatusCode;
        }

        public async ValueTask DisposeAsync()
        {
            await Process.DisposeAsync();
            Http.Dispose();
        }
    }
}
