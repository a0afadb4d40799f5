using System.Text.Json;
using TradingOps.EndToEnd.Tests.Stack;

namespace TradingOps.EndToEnd.Tests.Sessions;

/// <summary>A contract that expires and is settled while its silo is killed.</summary>
public sealed class SettlementTests
{
    private const string Contract = "/instruments/ESM9";

    private const string Terms =
        """
        "asset_class":"FUTURES","tick_size":0.25,"multiplier":50,"max_quantity":1000,"expiry":"2039-06-17","session":"always"
        """;

    private static readonly string[] Settings = ["--Calendar:KeepHours", "true"];

    private TradingStack _stack = null!;

    [Fact]
    public async Task What_was_settled_when_the_silo_died_is_settled_once()
    {
        await using var stack = _stack = await TradingStack.StartAsync(
            TwoPeople.Guard(new() { Settings = Settings }));
        await SettleAsync();
    }

    [Fact]
    public async Task A_cluster_keeps_each_order_when_its_markets_silo_dies()
    {
        await using var database = await PostgresServer.StartAsync();
        await using var stack = _stack = await TradingStack.StartAsync(
            TwoPeople.Guard(new() { Database = database.ConnectionString, Silos = 3, Settings = Settings }));
        await SettleAsync();
    }

    private async Task SettleAsync()
    {
        var (status, put) = await _stack.PutAsync(Contract, $$"""{{{Terms}}}""");
        Assert.Equal((201, "always"), (status, put.Text("session")));
        await SubmitAsync("seller", "sell", 100);
        await SubmitAsync("buyer", "buy", 100);
        var resting = await SubmitAsync("buyer", "buy", 90);
        Assert.Equal(200, (await _stack.PutAsync(Contract, $$"""{{{Terms}},"status":"expired"}""")).Status);
        Assert.Equal("expired", (await _stack.GetAsync($"/orders/{resting}")).Body.Text("status"));
        Assert.Equal("expired", (await _stack.GetAsync("/books/ESM9")).Body.Text("status"));

        var first = await TwoPeople.EnterAsync(_stack, "ESM9", TwoPeople.Today, "settlement", 104.33m);
        Assert.Equal((200, "ann"), (first.Status, first.Body.Text("entered_by")));
        var settling = ConfirmAsync(104.33m);
        var silo = _stack.HomeOf("ESM9");
        await _stack.KillSiloAsync(silo);
        await settling.ContinueWith(_ => { }, TaskScheduler.Default);
        await _stack.StartSiloAsync(silo);
        await Eventually.BecomesAsync(() => ConfirmAsync(104.33m), answer => answer.Status == 200);

        foreach (var (account, gain) in new[] { ("buyer", 1082.5m), ("seller", -1082.5m) })
        {
            var (_, after) = await Eventually.BecomesAsync(
                () => _stack.GetAsync($"/accounts/{account}"),
                a => a.Status == 200 && a.Body.GetProperty("cash").GetDecimal() != 1_000_000);
            Assert.Equal(1_000_000 + gain, after.GetProperty("cash").GetDecimal());
            Assert.Equal(gain, after.GetProperty("pnl").GetProperty("realized").GetDecimal());
            var (_, positions) = await _stack.GetAsync($"/accounts/{account}/positions");
            Assert.Equal(0, Assert.Single(positions.EnumerateArray()).GetProperty("qty").GetDecimal());
        }
        Assert.Equal("ok", (await _stack.GetAsync("/audit")).Body.Text("status"));
    }

    private Task<(int Status, JsonElement Body)> ConfirmAsync(decimal price) =>
        TwoPeople.EnterAsync(_stack, "ESM9", TwoPeople.Today, "settlement", price, isSecond: true);

    private async Task<string> SubmitAsync(string account, string side, int price)
    {
        var (status, order) = await _stack.PostAsync("/orders",
            $$"""
            {"symbol":"ESM9","account":"{{account}}","side":"{{side}}","type":"limit","time_in_force":"gtc","qty":5,
             "limit_price":{{price}}}
            """);
        Assert.True(status == 201, $"{status} {order}");
        return order.Text("id");
    }
}
