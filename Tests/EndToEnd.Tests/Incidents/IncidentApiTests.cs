using TradingOps.EndToEnd.Tests.Stack;

namespace TradingOps.EndToEnd.Tests.Incidents;

/// <summary>The incident log over HTTP, on both stores, through a crash.</summary>
public sealed class IncidentApiTests
{
    private const string Alert =
        """
        {"version":"4","status":"firing","receiver":"incidents","groupLabels":{},"alerts":[
          {"status":"firing","fingerprint":"f00d","startsAt":"2026-01-05T14:30:00Z","endsAt":"0001-01-01T00:00:00Z",
           "labels":{"alertname":"ServiceDown","severity":"critical","incident":"service_down"},
           "annotations":{"summary":"silo 2 is down","runbook_url":"https://example.org/runbook"}},
          {"status":"firing","fingerprint":"beef","labels":{"alertname":"Watchdog","severity":"none"}}]}
        """;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Incidents_are_opened_taken_and_resolved_and_outlive_a_crash(bool onPostgres)
    {
        await using var database = onPostgres ? await PostgresServer.StartAsync() : null;
        await using var stack = database is null
            ? await TradingStack.StartAsync()
            : await TradingStack.StartClusterAsync(database.ConnectionString, silos: 1);

        const string Report = """{"type":"latency","severity":"SEV3","title":"slow","detail":"p95 3 s","dedup_key":"slow"}""";
        var (status, opened) = await stack.PostAsync("/incidents", Report);
        Assert.Equal((201, "INC-1", "open"), (status, opened.Text("id"), opened.Text("status")));
        Assert.Equal(200, (await stack.PostAsync("/incidents", Report)).Status);
        Assert.Equal(204, await AlertAsync(stack, Alert));
        Assert.Equal(204, await AlertAsync(stack, Alert));
        Assert.Equal(200, (await stack.PostAsync("/incidents/INC-1/ack", """{"note":"mine"}""")).Status);

        await stack.KillSiloAsync(0);
        await stack.StartSiloAsync(0);
        var (_, list) = await Eventually.BecomesAsync(() => stack.GetAsync("/incidents"), a => a.Status == 200);
        Assert.Equal(["INC-2 service_down SEV1 open silo 2 is down", "INC-1 latency SEV3 acknowledged slow"],
            list.EnumerateArray().Select(i => string.Join(' ',
                i.Text("id"), i.Text("type"), i.Text("severity"), i.Text("status"), i.Text("title"))));

        Assert.Equal(204, await AlertAsync(stack, Alert.Replace("firing", "resolved", StringComparison.Ordinal)));
        var (_, resolved) = await stack.PostAsync("/incidents/INC-1/resolve", """{"note":"fixed"}""");
        Assert.Equal(["open local null", "acknowledged local mine", "resolved local fixed"],
            resolved.GetProperty("timeline").EnumerateArray().Select(
                s => $"{s.Text("status")} {s.Text("who")} {s.Text("note") ?? "null"}"));
        Assert.Equal(0, (await stack.GetAsync("/incidents?status=open")).Body.GetArrayLength());
        var (_, alert) = await stack.GetAsync("/incidents/INC-2");
        Assert.Equal(("resolved", "alert:f00d"), (alert.Text("status"), alert.Text("dedup_key")));
        Assert.Equal(new DateTime(2026, 1, 5, 14, 30, 0, DateTimeKind.Utc), alert.GetProperty("opened_at").GetDateTime());
        Assert.Equal(409, (await stack.PostAsync("/incidents/INC-2/ack", "{}")).Status);
    }

    [Fact]
    public async Task What_is_wrong_with_a_request_is_named_and_changes_nothing()
    {
        await using var stack = await TradingStack.StartAsync();
        (string Path, string Json, string Code)[] cases =
        [
            ("/incidents", """{"title":"x"}""", "missing_field"),
            ("/incidents", """{"title":"x","severity":"SEV5"}""", "invalid_severity"),
            ("/incidents", """{"title":" ","severity":"SEV1"}""", "missing_field"),
            ("/incidents", """{"title":"x","severity":"SEV1","type":"fire"}""", "invalid_type"),
            ("/incidents", """{"title":"x","severity":"SEV1","colour":"red"}""", "unknown_field"),
            ("/incidents", $$"""{"title":"{{new string('x', 201)}}","severity":"SEV1"}""", "invalid_title"),
            ("/incidents", "[", "malformed_json"),
            ("/incidents/alertmanager", """{"alerts":[{"status":"firing"}]}""", "missing_field"),
            ("/incidents/INC-1/ack", """{"nota":"x"}""", "unknown_field"),
            ("/incidents/INC-1/resolve", "{}", "unknown_incident"),
            ("/incidents/17/resolve", "{}", "unknown_incident"),
        ];
        foreach (var (path, json, code) in cases)
        {
            var (status, problem) = await stack.PostAsync(path, json);
            Assert.True(status is 400 or 404 && code == problem.Text("code"), $"{path} {json}: {status} {problem}");
        }
        Assert.Equal(404, (await stack.GetAsync("/incidents/INC-1")).Status);
        Assert.Equal(400, (await stack.GetAsync("/incidents?severity=high")).Status);
        Assert.Equal(400, (await stack.GetAsync("/incidents?limit=0")).Status);
        Assert.Equal(0, (await stack.GetAsync("/incidents")).Body.GetArrayLength());
    }

    [Fact]
    public async Task A_callers_key_never_replaces_one_of_the_systems_own()
    {
        await using var stack = await TradingStack.StartAsync();
        var (_, chosen) = await stack.PostAsync("/incidents", """{"title":"x","severity":"SEV4","dedup_key":"breaker:firm"}""");
        Assert.Equal("breaker:firm", chosen.Text("dedup_key"));
        await stack.PostAsync("/breakers/firm/trip", """{"reason":"drill"}""");
        await Eventually.BecomesAsync(() => stack.GetAsync("/incidents?severity=SEV1"), a => a.Body.GetArrayLength() == 1);
        const string Nameless = """{"severity":"info","incident":null,"alertname":null}""";
        Assert.Equal(204, await AlertAsync(
            stack, $$"""{"alerts":[{"status":"firing","fingerprint":"f1","labels":{{Nameless}}}]}"""));
    }

    [Fact]
    public async Task An_alert_of_its_own_opens_an_incident_and_ends_it()
    {
        await using var stack = await TradingStack.StartAsync();
        Assert.Equal(204, await AlertAsync(stack, AlertOf("firing", "latency", "none", "warning")));
        Assert.Equal("alert:f-latency", (await stack.GetAsync("/incidents?status=open")).Body[0].Text("dedup_key"));
        Assert.Equal(204, await AlertAsync(stack, AlertOf("resolved", "latency", "none", "warning")));
        Assert.Equal(0, (await stack.GetAsync("/incidents?status=open")).Body.GetArrayLength());
    }

    [Fact]
    public async Task An_alert_about_a_trip_joins_its_incident_and_both_must_end()
    {
        await using var stack = await TradingStack.StartAsync();
        await stack.PostAsync("/orders", """{"symbol":"AAPL","account":"desk","qty":1,"type":"limit","limit_price":1}""");
        await AssertJoinsAsync(stack, "firm", "critical", "breaker:firm", "SEV1");
        await AssertJoinsAsync(stack, "account:desk", "warning", "breaker:account:*", "SEV2");
    }

    [Fact]
    public async Task Every_condition_that_a_rule_names_is_a_key_that_incidents_have()
    {
        await using var stack = await TradingStack.StartAsync();
        var rules = Directory.GetFiles(Path.Combine(Repository.Root.FullName, "prometheus/rules")).SelectMany(File.ReadLines);
        var conditions = rules.Where(line => line.TrimStart().StartsWith("condition:", StringComparison.Ordinal))
            .Select(line => line.Split(':', 2)[1].Trim().Trim('"')).ToArray();
        Assert.Contains("database", conditions);
        foreach (var condition in conditions)
        {
            Assert.Equal(204, await AlertAsync(stack, AlertOf("firing", condition, condition, "warning")));
            var (_, list) = await stack.GetAsync("/incidents?limit=1");
            Assert.Equal(condition, list[0].Text("dedup_key"));
        }
    }

    private static async Task AssertJoinsAsync(
        TradingStack stack, string scope, string severity, string condition, string expected)
    {
        await stack.PostAsync($"/breakers/{scope}/trip", """{"reason":"drill"}""");
        var (_, open) = await Eventually.BecomesAsync(
            () => stack.GetAsync("/incidents?status=open"), a => a.Body.GetArrayLength() == 1);
        Assert.Equal(expected, open[0].Text("severity"));
        Assert.Equal(204, await AlertAsync(stack, AlertOf("firing", scope, condition, severity)));
        Assert.Equal(204, await AlertAsync(stack, AlertOf("resolved", scope, condition, severity)));
        var (_, still) = await stack.GetAsync("/incidents?status=open");
        Assert.Equal(open[0].Text("id"), Assert.Single(still.EnumerateArray()).Text("id"));
        await stack.PostAsync($"/breakers/{scope}/reset", """{"reason":"over"}""");
        await Eventually.BecomesAsync(() => stack.GetAsync("/incidents?status=open"), a => a.Body.GetArrayLength() == 0);
    }

    private static string AlertOf(string status, string name, string condition, string severity) =>
        $$"""
        {"alerts":[{"status":"{{status}}","fingerprint":"f-{{name}}","startsAt":"{{DateTime.UtcNow:O}}",
          "labels":{"alertname":"{{name}}","severity":"{{severity}}","condition":"{{condition}}"} }]}
        """;

    [Fact]
    public async Task A_damaged_incident_log_stops_the_silo_with_one_line()
    {
        var folder = Directory.CreateTempSubdirectory("tradingops-");
        var file = Path.Combine(folder.FullName, "incidents.jsonl");
        File.WriteAllText(file, "damaged\n");
        var ports = Ports.Free(3);
        await using var silo = TradingProcess.Start("Silo", "--Urls", $"http://127.0.0.1:{ports[0]}", "--Storage:Path",
            folder.FullName, "--Orleans:SiloPort", $"{ports[1]}", "--Orleans:GatewayPort", $"{ports[2]}");
        Assert.Equal(1, await silo.ExitCodeAsync());
        Assert.Contains(file, Assert.Single(silo.Errors.Split('\n')), StringComparison.Ordinal);
        Assert.Equal("damaged\n", File.ReadAllText(file));
        folder.Delete(recursive: true);
    }

    private static async Task<int> AlertAsync(TradingStack stack, string json)
    {
        using var content = new StringContent(json, System.Text.Encoding.UTF8, "application/json");
        using var response = await stack.Front.PostAsync("/incidents/alertmanager", content);
        return (int)response.StatusCode;
    }
}
