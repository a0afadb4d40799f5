using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using TradingOps.EndToEnd.Tests.Stack;

namespace TradingOps.EndToEnd.Tests.Monitoring;

/// <summary><c>make observe</c> beside a stack.</summary>
public sealed class ObserveTests
{
    [Fact]
    public async Task It_watches_the_stack_and_ends_what_it_started()
    {
        await using var stack = await TradingStack.StartAsync();
        var folder = Directory.CreateTempSubdirectory("tradingops-observe-");
        var ports = Ports.Free(2);
        using var observe = Start(stack, folder.FullName, ports);
        var ready = await ReadyAsync(observe);
        Assert.Contains($"http://127.0.0.1:{ports[0]}", ready, StringComparison.Ordinal);
        Assert.Contains($"http://127.0.0.1:{ports[1]}", ready, StringComparison.Ordinal);

        using var http = new HttpClient();
        var prometheus = $"http://127.0.0.1:{ports[0]}/api/v1";
        var targets =
            await Eventually.BecomesAsync(() => ReadAsync(http, $"{prometheus}/targets", "activeTargets"), t => t.Length == 3);
        Assert.Equal(
            [
                $"execution-gateway {stack.Front.BaseAddress}metrics", $"market-data {stack.Front.BaseAddress}metrics",
                $"silo {stack.SiloHttp.BaseAddress}metrics",
            ],
            targets.Select(t => $"{t.GetProperty("labels").GetProperty("job")} {t.GetProperty("scrapeUrl")}").Order());
        Assert.True((await ReadAsync(http, $"{prometheus}/rules", "groups")).Length > 3);
        await AssertRunbookOpensAsync(http, await Eventually.BecomesAsync(
            () => ReadAsync(http, $"{prometheus}/alerts", "alerts"), alerts => alerts.Length > 0));
        var receivers = await Eventually.BecomesAsync(
            () => ReadAsync(http, $"{prometheus}/alertmanagers", "activeAlertmanagers"), a => a.Length == 1);
        Assert.Contains($":{ports[1]}/", receivers[0].GetProperty("url").GetString(), StringComparison.Ordinal);

        using var kill = Process.Start("kill", ["-TERM", $"{observe.Id}"]);
        await observe.WaitForExitAsync();
        Assert.Equal(0, observe.ExitCode);
        foreach (var port in ports)
            await Assert.ThrowsAsync<HttpRequestException>(() => http.GetAsync($"http://127.0.0.1:{port}/-/ready"));
        folder.Delete(recursive: true);
    }

    /// <summary>The link of an alert that fires opens a page of the front, at a section that is there.</summary>
    private static async Task AssertRunbookOpensAsync(HttpClient http, JsonElement[] alerts)
    {
        var link = new Uri(alerts[0].GetProperty("annotations").GetProperty("runbook_url").GetString()!);
        var page = await http.GetAsync(link);
        Assert.Equal((200, "text/html"), ((int)page.StatusCode, page.Content.Headers.ContentType?.MediaType));
        Assert.Contains($"id=\"{link.Fragment[1..]}\"", await page.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    private static Process Start(TradingStack stack, string folder, int[] ports)
    {
        var start = new ProcessStartInfo("bash", ["deploy/local/observe.sh"])
        {
            WorkingDirectory = Repository.Root.FullName,
            RedirectStandardOutput = true,
            Environment =
            {
                ["SILO_URL"] = stack.SiloHttp.BaseAddress!.ToString().TrimEnd('/'),
                ["FRONT_URL"] = stack.Front.BaseAddress!.ToString().TrimEnd('/'),
                ["PROMETHEUS_PORT"] = $"{ports[0]}",
                ["ALERTMANAGER_PORT"] = $"{ports[1]}",
                ["OBSERVE_DATA"] = folder,
            },
        };
        return Process.Start(start)!;
    }

    /// <summary>All that is printed up to the last line that is printed when all is ready.</summary>
    private static async Task<string> ReadyAsync(Process observe)
    {
        var text = "";
        while (await observe.StandardOutput.ReadLineAsync() is { } line)
        {
            text += line + "\n";
            if (line.TrimStart().StartsWith("incidents", StringComparison.Ordinal)) return text;
        }
        throw new InvalidOperationException($"it ended with {text}");
    }

    private static async Task<JsonElement[]> ReadAsync(HttpClient http, string url, string list) =>
        [.. (await http.GetFromJsonAsync<JsonElement>(url)).GetProperty("data").GetProperty(list).EnumerateArray()];
}
