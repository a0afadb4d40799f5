using System.Text.RegularExpressions;

namespace TradingOps.EndToEnd.Tests.Monitoring;

/// <summary>The files of Prometheus and Alertmanager, by their own tools.</summary>
public sealed partial class RuleFileTests
{
    [Fact]
    public async Task The_rules_are_clean_and_pass_their_tests()
    {
        await AssertCleanAsync("promtool", "check", "config", "prometheus/prometheus.yml");
        await AssertCleanAsync("promtool", "check", "config", "--syntax-only", "prometheus/cluster.yml");
        await AssertCleanAsync(
            "promtool", ["check", "rules", "--lint=all", "--lint-fatal", .. Files("prometheus/rules", "*.yml")]);
        await AssertCleanAsync("promtool", ["test", "rules", .. Files("prometheus/tests", "*.yml")]);
    }

    [Fact]
    public async Task Alertmanager_takes_its_files_and_routes_as_written_down()
    {
        await AssertCleanAsync("amtool", ["check-config", .. Files("deploy/alertmanager", "*.yml")]);
        var cases = File.ReadLines(Path.Combine(Repository.Root.FullName, "deploy/alertmanager/routes.txt"))
            .Where(line => !line.StartsWith('#')).Select(line => line.Split(" -> ")).ToArray();
        Assert.True(cases.Length > 5);
        var rules = string.Concat(Files("prometheus/rules", "*.yml").Select(File.ReadAllText));
        foreach (var alert in cases.Select(c => c[0].Split(' ', '=')[1]))
            Assert.True(alert.StartsWith("Something", StringComparison.Ordinal)
                || rules.Contains($"- alert: {alert}\n", StringComparison.Ordinal), $"{alert} has no rule");
        foreach (var route in cases)
            await AssertCleanAsync("amtool", ["config", "routes", "test", "--config.file=deploy/alertmanager/alertmanager.yml",
                $"--verify.receivers={route[1]}", .. route[0].Split(' ')]);
    }

    [Fact]
    public void Both_Alertmanager_files_inhibit_the_same_existing_alerts()
    {
        var files = Files("deploy/alertmanager", "*.yml").Select(f => Inhibit().Match(File.ReadAllText(f)).Value).ToArray();
        Assert.Equal(2, files.Length);
        Assert.Contains("ServiceDown", files[0], StringComparison.Ordinal);
        Assert.Equal(files[0], files[1]);
        var rules = string.Concat(Files("prometheus/rules", "*.yml").Select(File.ReadAllText));
        foreach (Match name in AlertName().Matches(files[0]))
            foreach (var alert in name.Groups["names"].Value.Split('|'))
                Assert.Contains($"- alert: {alert.Replace(".*", "")}", rules, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_alert_has_a_test_for_each_side_and_a_runbook_section()
    {
        var rules = Files("prometheus/rules", "*.yml").Select(File.ReadAllText).ToArray();
        var alerts = rules.SelectMany(text => Alert().Matches(text)).Select(m => m.Groups["name"].Value).ToArray();
        Assert.True(alerts.Length > 10);
        var tests = string.Concat(Files("prometheus/tests", "*.yml").Select(File.ReadAllText));
        foreach (var alert in alerts)
        {
            var expected = Regex.Matches(tests, $@"alertname=""{alert}"".*\n\s+exp_samples: (.*)").Select(m => m.Groups[1].Value);
            Assert.True(expected.Any(e => e != "[]"), $"no test that {alert} fires");
            Assert.True(alert == "Watchdog" || expected.Any(e => e == "[]"), $"no test that {alert} does not fire");
        }
        var links = rules.SelectMany(text => Link().Matches(text))
            .Select(m => (File: m.Groups["file"].Value, Anchor: m.Groups["anchor"].Value));
        Assert.Equal(alerts.Select(a => a.ToLowerInvariant()), links.Select(l => l.Anchor));
        foreach (var (file, anchor) in links)
            Assert.Contains(File.ReadLines(Path.Combine(Repository.Root.FullName, "docs/runbooks", file)),
                line => line.StartsWith("## ", StringComparison.Ordinal)
                    && line[3..].Equals(anchor, StringComparison.OrdinalIgnoreCase));
    }

    /// <summary>The rules are the same everywhere; where the runbook is read is not.</summary>
    [Fact]
    public void The_runbooks_address_is_configured_once_and_is_no_alert_label()
    {
        foreach (var (file, place) in new[] { ("prometheus.yml", "docs/runbooks"), ("cluster.yml", "${RUNBOOKS_URL}") })
        {
            var text = File.ReadAllText(Path.Combine(Repository.Root.FullName, "prometheus", file));
            Assert.Contains($"\n  external_labels:\n    runbooks: {place}\n", text, StringComparison.Ordinal);
            Assert.Contains("\n    - action: labeldrop\n      regex: runbooks\n", text, StringComparison.Ordinal);
        }
    }

    private static async Task AssertCleanAsync(string tool, params string[] arguments)
    {
        var (code, output) = await Tool.RunAsync(tool, arguments);
        Assert.True(code == 0, $"{tool} {string.Join(' ', arguments)}: {output}");
    }

    private static string[] Files(string folder, string pattern) =>
        [.. Directory.GetFiles(Path.Combine(Repository.Root.FullName, folder), pattern).Order(StringComparer.Ordinal)];

    [GeneratedRegex(@"^inhibit_rules:\n(?:  .*\n)+", RegexOptions.Multiline)]
    private static partial Regex Inhibit();

    [GeneratedRegex(@"alertname =~? ""?(?<names>[\w|.*]+)")]
    private static partial Regex AlertName();

    [GeneratedRegex(@"- alert: (?<name>\w+)")]
    private static partial Regex Alert();

    [GeneratedRegex(@"runbook_url: ""\{\{ \$externalLabels\.runbooks \}\}/(?<file>\S+)#(?<anchor>\w+)""")]
    private static partial Regex Link();
}
