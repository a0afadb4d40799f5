using System.Text.Json;
using System.Text.RegularExpressions;
using Confluent.Kafka;
using TradingOps.EndToEnd.Tests.Stack;

namespace TradingOps.EndToEnd.Tests.Monitoring;

/// <summary>A real Prometheus over a running stack: targets, rules, the catalogue and every panel.</summary>
public sealed partial class PrometheusTests
{
    [Fact]
    public async Task Every_target_metric_rule_and_panel_is_there()
    {
        using var kafka = new MockKafka();
        await using var stack = await TradingStack.StartAsync(
            null, "--Simulation:Enabled", "true", "--Kafka:BootstrapServers", kafka.Servers);
        await using var monitoring = await MonitoringStack.StartAsync(stack);
        // There is an error to show.
        kafka.FailProduce(ErrorCode.TopicAuthorizationFailed);
        await TradeAsync(stack);

        await AssertRulesLoadAsync(monitoring);
        await AssertCatalogueAsync(monitoring);
        await AssertPanelsAsync(monitoring);
        await AssertLintAsync(stack);
        var series = (await stack.SiloHttp.GetStringAsync("/metrics")).Split('\n').Count(l => l.Length > 0 && l[0] != '#');
        Assert.InRange(series, 500, 2000);
    }

    private static async Task TradeAsync(TradingStack stack)
    {
        await Eventually.BecomesAsync(() => stack.GetAsync("/books/AAPL"),
            a => a.Status == 200 && a.Body.GetProperty("asks").GetArrayLength() > 0);
        await Eventually.BecomesAsync(() => stack.PostAsync("/orders", """{"symbol":"AAPL","qty":10}"""), a => a.Status == 201);
        Assert.Equal(422, (await stack.PostAsync("/orders",
            """{"symbol":"MSFT","qty":1000000,"type":"limit","limit_price":100}""")).Status);
        var (_, resting) = await stack.PostAsync("/orders", """{"symbol":"AAPL","qty":1,"type":"limit","limit_price":1}""");
        await stack.DeleteAsync($"/orders/{resting.GetProperty("id").GetString()}");
        await stack.PostAsync("/breakers/firm/trip", """{"reason":"test"}""");
        await stack.PostAsync("/breakers/firm/reset", """{"reason":"test"}""");
        Assert.Equal(201, (await stack.PostAsync(
            "/feeds", """{"id":"ticks","kind":"kafka","topic":"tradingops.trades.v1","symbols":["SPY"]}""")).Status);
    }

    private static async Task AssertRulesLoadAsync(MonitoringStack monitoring)
    {
        var written = Directory.GetFiles(Path.Combine(Repository.Root.FullName, "prometheus/rules"))
            .Sum(file => File.ReadLines(file).Count(l => l.Contains("- alert:") || l.Contains("- record:")));
        var groups = await Eventually.BecomesAsync(
            async () => (await monitoring.GetAsync("/api/v1/rules")).GetProperty("data").GetProperty("groups"),
            g => g.EnumerateArray().All(
                group => group.GetProperty("rules").EnumerateArray().All(r => r.GetProperty("health").GetString() == "ok")));
        Assert.Equal(written, groups.EnumerateArray().Sum(g => g.GetProperty("rules").GetArrayLength()));
    }

    private static async Task AssertCatalogueAsync(MonitoringStack monitoring)
    {
        foreach (var line in File.ReadLines(Path.Combine(Repository.Root.FullName, "docs/concepts/prometheus-metrics.md")))
        {
            if (Row().Match(line) is not { Success: true } row) continue;
            var (name, type, from) = (row.Groups["name"].Value, row.Groups["type"].Value, row.Groups["from"].Value);
            if (from is "planned" or "silo, PostgreSQL" or "silo, grain state") continue;
            var series = type == "histogram" ? name + "_bucket" : name;
            var found = await Eventually.BecomesAsync(() => monitoring.QueryAsync(series), a => a.Length > 0, what: name);
            // OpenMetrics knows a counter without its ending.
            var family = type == "counter" ? name[..^"_total".Length] : name;
            var metadata = (await monitoring.GetAsync($"/api/v1/metadata?metric={family}")).GetProperty("data");
            Assert.True(metadata.TryGetProperty(family, out var known), $"{name} has no metadata");
            Assert.True(known[0].GetProperty("type").GetString() == type, $"{name} is no {type}");
            var labels = JsonDocument.Parse(found[0].Labels).RootElement.EnumerateObject().Select(l => l.Name)
                .Except(["__name__", "instance", "job", "le"]).Order(StringComparer.Ordinal);
            var expected = Word().Matches(row.Groups["labels"].Value).Select(m => m.Value).Order(StringComparer.Ordinal);
            Assert.True(expected.SequenceEqual(labels), $"{name} has the labels {string.Join(", ", labels)}");
        }
    }

    private static async Task AssertPanelsAsync(MonitoringStack monitoring)
    {
        var queries = 0;
        foreach (var file in Directory.GetFiles(Path.Combine(Repository.Root.FullName, "deploy/grafana/dashboards"), "*.json"))
        {
            var dashboard = JsonDocument.Parse(File.ReadAllText(file)).RootElement;
            Assert.False(string.IsNullOrEmpty(dashboard.GetProperty("title").GetString()), $"{file} has no title");
            Assert.False(string.IsNullOrEmpty(dashboard.GetProperty("refresh").GetString()), $"{file} does not refresh");
            foreach (var panel in dashboard.GetProperty("panels").EnumerateArray())
            {
                if (!panel.TryGetProperty("targets", out var targets)) continue;
                foreach (var target in targets.EnumerateArray())
                {
                    queries++;
                    var query = target.GetProperty("expr").GetString()!;
                    await Eventually.BecomesAsync(() => monitoring.QueryAsync(query), a => a.Length > 0, what: query);
                }
            }
        }
        Assert.True(queries > 60, $"only {queries} queries");
    }

    private static async Task AssertLintAsync(TradingStack stack)
    {
        foreach (var process in new[] { stack.SiloHttp, stack.Front })
        {
            var page = (await process.GetStringAsync("/metrics")).ReplaceLineEndings("\n");
            var (_, output) = await Tool.RunAsync("promtool", ["check", "metrics"], page);
            // Named for its plural, not for a count: the catalogue's one exception.
            var findings = output.Split('\n', StringSplitOptions.RemoveEmptyEntries)
                .Where(l => !l.StartsWith("positions_total ", StringComparison.Ordinal));
            Assert.Empty(findings);
        }
    }

    [GeneratedRegex(@"^\| `(?<name>\w+)` \| (?<type>\w+) \| (?<labels>[^|]*) \| (?<from>[^|]+) \|")]
    private static partial Regex Row();

    [GeneratedRegex(@"\w+")]
    private static partial Regex Word();
}
