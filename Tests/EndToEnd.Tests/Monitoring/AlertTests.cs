using System.Diagnostics;
using System.Text.Json;
using TradingOps.EndToEnd.Tests.Stack;
using Xunit.Abstractions;

namespace TradingOps.EndToEnd.Tests.Monitoring;

/// <summary>From something that goes wrong to a message and an incident, and back, through a real Alertmanager.</summary>
public sealed class AlertTests(ITestOutputHelper output)
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_failure_opens_an_incident_within_a_minute_and_resolves()
    {
        await using var database = await PostgresServer.StartAsync();
        await using var stack = await TradingStack.StartClusterAsync(
            // The firm's own breaker would end the loss by canceling what it is measured by.
            database.ConnectionString, silos: 3, "--Breakers:Firm:MaxDailyLoss", "1");
        await using var monitoring = await MonitoringStack.StartAsync(stack);

        // While one is over, the next happens already; but without the database the log takes nothing.
        var loss =
            await TellAsync(stack, monitoring, "DailyLossPercentExceeded", () => LoseAsync(stack), () => RecoverAsync(stack));
        var silo = await TellAsync(
            stack, monitoring, "ServiceDown", () => stack.KillSiloAsync(2), () => stack.StartSiloAsync(2));
        await Task.WhenAll(loss, silo);
        var lost = await TellAsync(stack, monitoring, "DatabaseConnectionLost", database.StopAsync, database.StartAgainAsync);
        var breaker = await TellAsync(stack, monitoring, "CircuitBreakerTripped",
            () => ChangeFirmAsync(stack, "trip"), () => ChangeFirmAsync(stack, "reset"));
        await Task.WhenAll(lost, breaker);
        // What follows from another alert, and what the product noticed itself, opened none of its own.
        var (_, incidents) = await stack.GetAsync("/incidents");
        Assert.DoesNotContain(incidents.EnumerateArray(), i => IsAbout(i, "OrleansSiloCountLow"));
        foreach (var alert in new[] { "CircuitBreakerTripped", "DatabaseConnectionLost" })
        {
            Assert.Single(incidents.EnumerateArray(), i => IsAbout(i, alert));
            Assert.DoesNotContain(incidents.EnumerateArray(), i => IsAloneAbout(i, alert));
        }
    }

    /// <summary>Lets something happen, waits until it is told, repairs it. The task inside ends when that is told too.</summary>
    private async Task<Task> TellAsync(
        TradingStack stack, MonitoringStack monitoring, string alert, Func<Task> happen, Func<Task> repair)
    {
        // On a busy machine it may have been so for a moment, which is over before it is made so.
        var before = monitoring.Slack.Count($"firing: {alert}");
        await UntilAsync(monitoring, $"resolved: {alert}", before);
        await happen();
        var began = Stopwatch.GetTimestamp();
        await UntilAsync(monitoring, $"firing: {alert}", before + 1);
        var told = Stopwatch.GetElapsedTime(began);
        output.WriteLine($"{alert}: told after {told.TotalSeconds:0.0} s");
        Assert.InRange(told, TimeSpan.Zero, Pace.Scale(Bound));
        Assert.NotEqual(0, monitoring.Slack.Count($"{MonitoringStack.Runbooks}/prometheus-alerts.md#{alert.ToLowerInvariant()}"));
        // Without the database an incident cannot be stored; it is when the database is back.
        if (alert != "DatabaseConnectionLost") await UntilIncidentAsync(stack, alert, "open");
        await repair();
        return IsOverAsync(stack, monitoring, alert, before + 1);
    }

    private async Task IsOverAsync(TradingStack stack, MonitoringStack monitoring, string alert, int times)
    {
        var repaired = Stopwatch.GetTimestamp();
        await UntilAsync(monitoring, $"resolved: {alert}", times);
        await UntilIncidentAsync(stack, alert, "resolved");
        output.WriteLine($"{alert}: over {Stopwatch.GetElapsedTime(repaired).TotalSeconds:0.0} s after the repair");
    }

    private static Task UntilAsync(MonitoringStack monitoring, string text, int times) => Eventually.BecomesAsync(
        () => Task.FromResult(monitoring.Slack.Count(text)), count => count >= times, TimeSpan.FromMinutes(5), text);

    private static Task UntilIncidentAsync(TradingStack stack, string alert, string status) => Eventually.BecomesAsync(
        () => stack.GetAsync("/incidents"),
        a => a.Status == 200
            && a.Body.EnumerateArray().Any(i => i.GetProperty("status").GetString() == status && IsAbout(i, alert)),
        TimeSpan.FromMinutes(3), $"{alert} {status}");

    /// <summary>Whether an alert has an incident to itself.</summary>
    private static bool IsAloneAbout(JsonElement incident, string alert) =>
        (incident.GetProperty("dedup_key").GetString() ?? "").StartsWith("alert:", StringComparison.Ordinal)
        && (incident.GetProperty("detail").GetString() ?? "").Contains($"alertname={alert},", StringComparison.Ordinal);

    /// <summary>Whether an incident is the one that an alert opened or joined.</summary>
    private static bool IsAbout(JsonElement incident, string alert) => alert switch
    {
        "DatabaseConnectionLost" => incident.GetProperty("dedup_key").GetString() == "database",
        "CircuitBreakerTripped" => incident.GetProperty("dedup_key").GetString() == "breaker:firm",
        _ => (incident.GetProperty("detail").GetString() ?? "").Contains($"alertname={alert},", StringComparison.Ordinal),
    };

    /// <summary>A long position that was bought at 100 is worth 50.50: 22 % of the equity of the buyer and the quoter.</summary>
    private static async Task LoseAsync(TradingStack stack)
    {
        // What one account of the firm loses to another is no loss of the firm.
        Assert.Equal(200, (await stack.PutAsync(
            "/accounts/seller", """{"limits":{"outside_market":true},"reason":"a venue"}""")).Status);
        await PlaceAsync(stack, "seller", "sell", 9000, 100);
        await PlaceAsync(stack, "buyer", "buy", 9000, 100);
        await PlaceAsync(stack, "quoter", "buy", 10, 50);
        await PlaceAsync(stack, "quoter", "sell", 10, 51);
    }

    /// <summary>Without the quote the last price is the mark again.</summary>
    private static Task RecoverAsync(TradingStack stack) => stack.DeleteAsync("/orders?account=quoter");

    /// <summary>Right after the database was away the breaker may not be reached at once.</summary>
    private static Task ChangeFirmAsync(TradingStack stack, string change) => Eventually.BecomesAsync(
        () => stack.PostAsync($"/breakers/firm/{change}", """{"reason":"test"}"""), a => a.Status == 200);

    private static async Task PlaceAsync(TradingStack stack, string account, string side, int quantity, int price)
    {
        var order = $$"""
            {"symbol":"AAPL","account":"{{account}}","side":"{{side}}","qty":{{quantity}},"type":"limit","limit_price":{{price}},
             "client_order_id":"{{Guid.NewGuid()}}"}
            """;
        var (status, body) = await Eventually.BecomesAsync(() => stack.PostAsync("/orders", order), a => a.Status != 503);
        Assert.True(status is 201 or 200, $"{status} {body}");
    }
}
