using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using TradingOps.EndToEnd.Tests.Stack;

namespace TradingOps.EndToEnd.Tests.Monitoring;

/// <summary>
/// A real Prometheus and a real Alertmanager over a stack, from the files of the repository with the stack's addresses. They go
/// five times as fast, unless TRADINGOPS_MONITORING_PACE is "real".
/// </summary>
internal sealed partial class MonitoringStack : IAsyncDisposable
{
    /// <summary>Where its alerts say that the runbook is read.</summary>
    public const string Runbooks = "https://runbooks.example";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tradingops-monitoring-");
    private readonly int[] _ports = Ports.Free(2);
    private readonly List<Process> _processes = [];
    private readonly HttpClient _prometheus;

    private MonitoringStack() => _prometheus = new() { BaseAddress = new($"http://127.0.0.1:{_ports[0]}") };

    /// <summary>Whether scrapes are 15 seconds apart, as in production.</summary>
    public static bool IsRealPace => Environment.GetEnvironmentVariable("TRADINGOPS_MONITORING_PACE") == "real";

    /// <summary>What Alertmanager sends to Slack.</summary>
    public WebhookListener Slack { get; } = new();

    /// <summary>Starts both and waits until every target was scraped.</summary>
    public static async Task<MonitoringStack> StartAsync(TradingStack stack)
    {
        var monitoring = new MonitoringStack();
        try
        {
            monitoring.StartAlertmanager(stack.Front.BaseAddress!);
            monitoring.StartPrometheus(stack);
            // The front plays two jobs.
            var targets = stack.SilosHttp.Count + 2;
            await Eventually.BecomesAsync(
                () => monitoring.QueryAsync("sum(up)"), up => up is [var (_, value)] && value == targets);
            return monitoring;
        }
        catch
        {
            await monitoring.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// Answers a query: labels as JSON, and the value. Empty without data, or while Prometheus does not answer.
    /// </summary>
    public async Task<(string Labels, double Value)[]> QueryAsync(string query)
    {
        try
        {
            var answer = await GetAsync($"/api/v1/query?query={Uri.EscapeDataString(query)}");
            Assert.True(answer.GetProperty("status").GetString() == "success", $"{query}: {answer}");
            return [.. answer.GetProperty("data").GetProperty("result").EnumerateArray().Select(r => (
                r.GetProperty("metric").GetRawText(),
                double.Parse(r.GetProperty("value")[1].GetString()!, System.Globalization.CultureInfo.InvariantCulture)))];
        }
        catch (Exception e) when (NoAnswer.Is(e))
        {
            return [];
        }
    }

    /// <summary>What Prometheus answers at a path of its API.</summary>
    public async Task<JsonElement> GetAsync(string path)
    {
        using var response = await _prometheus.GetAsync(path);
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
        {
            process.Kill();
            await process.WaitForExitAsync();
            process.Dispose();
        }
        await Slack.DisposeAsync();
        _prometheus.Dispose();
        _folder.Delete(recursive: true);
    }

    private void StartPrometheus(TradingStack stack)
    {
        var rules = _folder.CreateSubdirectory("rules").FullName;
        foreach (var file in Directory.GetFiles(Path.Combine(Repository.Root.FullName, "prometheus/rules")))
            File.WriteAllText(Path.Combine(rules, Path.GetFileName(file)), Faster(File.ReadAllText(file)));
        var silos = string.Join(", ", stack.SilosHttp.Select(s => $"\"{s.BaseAddress!.Authority}\""));
        var config = File.ReadAllText(Path.Combine(Repository.Root.FullName, "prometheus/prometheus.yml"))
            .Replace("\"127.0.0.1:8081\"", silos).Replace("127.0.0.1:8080", stack.Front.BaseAddress!.Authority)
            .Replace("127.0.0.1:9093", $"127.0.0.1:{_ports[1]}").Replace("rules/*.yml", rules + "/*.yml")
            .Replace("runbooks: docs/runbooks", "runbooks: " + Runbooks);
        Run("prometheus", Write("prometheus.yml", Faster(config)), "--storage.tsdb.path", _ports[0]);
    }

    private void StartAlertmanager(Uri front)
    {
        var secrets = _folder.CreateSubdirectory("secrets").FullName;
        File.WriteAllText(Path.Combine(secrets, "slack_url"), Slack.Url);
        foreach (var name in new[] { "pagerduty_trading", "pagerduty_platform", "tradingops_key" })
            File.WriteAllText(Path.Combine(secrets, name), "none");
        var config = File.ReadAllText(Path.Combine(Repository.Root.FullName, "deploy/alertmanager/alertmanager.yml"))
            .Replace("http://front1:8080", front.GetLeftPart(UriPartial.Authority))
            .Replace("http://front2:8080", front.GetLeftPart(UriPartial.Authority)).Replace("/etc/alertmanager/secrets", secrets);
        Run("prometheus-alertmanager", Write("alertmanager.yml", Faster(config)), "--storage.path", _ports[1],
            "--cluster.listen-address=");
    }

    private void Run(string name, string config, string storage, int port, params string[] more) =>
        _processes.Add(Tool.Start(name,
        [$"--config.file={config}", $"{storage}={Path.Combine(_folder.FullName, name)}", $"--web.listen-address=127.0.0.1:{port}",
            .. more]));

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }

    private static string Faster(string text) => IsRealPace ? text : Time().Replace(text,
        m =>
            $"{m.Groups["key"].Value}: {FifthOf(int.Parse(m.Groups["n"].Value), m.Groups["unit"].Value)}s");

    private static int FifthOf(int time, string unit) => (unit == "m" ? 60 * time : time) / 5;

    [GeneratedRegex(
        @"(?<key>for|interval|scrape_interval|evaluation_interval|group_wait|group_interval): (?<n>\d+)(?<unit>s|m)\b")]
    private static partial Regex Time();
}
