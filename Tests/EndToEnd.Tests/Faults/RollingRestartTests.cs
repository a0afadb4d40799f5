using System.Net.Http.Json;
using System.Text.Json;
using TradingOps.EndToEnd.Tests.Stack;

namespace TradingOps.EndToEnd.Tests.Faults;

/// <summary>Each silo is told to stop and started again, one after another, under load.</summary>
public sealed class RollingRestartTests
{
    // The load trades elsewhere, so that nothing fills what is to be canceled.
    private static readonly string[] Canceling = ["TSLA", "AMZN"];
    private static readonly string[] Traded = ["AAPL", "MSFT", "NVDA", "SPY", "QQQ"];

    [Fact]
    public async Task No_order_is_lost_and_no_cancel_is_refused()
    {
        await using var database = await PostgresServer.StartAsync();
        await using var stack = await TradingStack.StartAsync(
            new StackPlan
            {
                Silos = 3,
                Fronts = 2,
                Database = database.ConnectionString,
                FrontSettings = ["--Orleans:CancelPatience", "00:01:00"],
            });
        using var patience = new CancellationTokenSource(Pace.Scale(TimeSpan.FromMinutes(5)));
        using var rolled = new CancellationTokenSource();
        var history = new RecordedHistory();
        var load = new RecordedLoad(stack, 3, history, Traded);

        var canceling = Enumerable.Range(0, 4).Select(
            i => PlaceAndCancelAsync(stack, $"canceling-{i}", rolled.Token, patience.Token)).ToArray();
        var clients = Enumerable.Range(0, 8).Select(i => load.RunClientAsync($"c-{i}", 400, patience.Token)).ToArray();
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(0, await stack.Silos[i].StopAsync());
            await stack.StartSiloAsync(i);
        }
        await rolled.CancelAsync();
        var canceled = 0;
        foreach (var count in canceling) canceled += await count;
        await Task.WhenAll(clients);
        await load.SettleAbandonedAsync(patience.Token);

        Assert.True(canceled > 0);
        await HistoryCheck.AssertHoldsAsync(stack, history);
    }

    /// <summary>Places and cancels until told to end; a cancel gets one try. Answers how many there were.</summary>
    private static async Task<int> PlaceAndCancelAsync(
        TradingStack stack, string account, CancellationToken stop, CancellationToken patience)
    {
        // Longer than a front waits for a cancel.
        using var http = new HttpClient { Timeout = Pace.Scale(TimeSpan.FromMinutes(2)) };
        for (var i = 0; ; i++)
        {
            if (stop.IsCancellationRequested) return i;
            var orders = new Uri(stack.Fronts[i % 2].BaseAddress!, "/orders");
            var id = await PlaceAsync(http, orders, Canceling[i / 2 % 2], $"{account}-{i}", account, patience);
            await CancelAsync(http, new($"{orders}/{id}"), patience);
        }
    }

    /// <summary>A silo that is so busy that its database seems away says so: only then is a cancel sent again.</summary>
    private static async Task CancelAsync(HttpClient http, Uri order, CancellationToken patience)
    {
        while (true)
        {
            using var canceled = await http.DeleteAsync(order, patience);
            var body = await canceled.Content.ReadAsStringAsync(patience);
            if (canceled.IsSuccessStatusCode) return;
            Assert.Contains("journal_unavailable", body, StringComparison.Ordinal);
        }
    }

    private static async Task<string> PlaceAsync(
        HttpClient http, Uri orders, string symbol, string name, string account, CancellationToken patience)
    {
        for (var refused = 0; ;)
        {
            using var placed = await http.PostAsJsonAsync(orders, new
            {
                symbol,
                account,
                type = "limit",
                limit_price = 200,
                qty = 1,
                client_order_id = $"{name}-{refused}",
            }, patience);
            var body = await placed.Content.ReadFromJsonAsync<JsonElement>(patience);
            if ((int)placed.StatusCode == 503) continue;
            // A try whose answer was lost may have been refused.
            var isTaken = placed.IsSuccessStatusCode && body.GetProperty("status").GetString() != "rejected";
            if (isTaken) return body.GetProperty("id").GetString()!;
            // The firm's breaker moves with its silo: until it is back, orders are refused, and refusals are stored.
            if (!placed.IsSuccessStatusCode)
                Assert.Equal((422, "breaker_unknown"), ((int)placed.StatusCode, body.GetProperty("code").GetString()));
            refused++;
        }
    }
}
