using System.Text.Json;
using TradingOps.EndToEnd.Tests.Stack;

namespace TradingOps.EndToEnd.Tests.Accounts;

/// <summary>Statements of days over HTTP: each closes as the next one opens, after a kill too.</summary>
public sealed class StatementTests : IAsyncLifetime
{
    private TradingStack _stack = null!;

    public async Task InitializeAsync() => _stack = await TradingStack.StartAsync();

    public async Task DisposeAsync() => await _stack.DisposeAsync();

    [Fact]
    public async Task A_day_closes_to_the_cent_as_the_next_one_opens()
    {
        var (status, body) = await _stack.PutAsync(
            "/accounts/own", """{"cash":100000,"fees":{"equity":{"taker":{"per_unit":0.0033}}}}""");
        Assert.True(status == 200, $"{status} {body}");
        await TradeAsync("buy", 33, 100.01m);
        await MoveAsync(2_500);
        await StartDayAsync();
        await TradeAsync("sell", 10, 101.07m);
        await StartDayAsync();
        await TradeAsync("buy", 7, 99.99m);
        await _stack.KillSiloAsync(0);
        await _stack.StartSiloAsync();

        var (listed, statements) = await Eventually.BecomesAsync(
            () => _stack.GetAsync("/accounts/own/statements"), answer => answer.Status == 200);
        var days = statements.EnumerateArray().ToArray();
        Assert.Equal((200, 3), (listed, days.Length));
        Assert.Equal(JsonValueKind.Null, days[0].GetProperty("ended_at").ValueKind);
        for (var i = 0; i < days.Length; i++)
        {
            var (opening, closing, realized) = (
                days[i].GetProperty("opening"), days[i].GetProperty("closing"), days[i].GetProperty("realized"));
            var moves = Of(days[i], "cash_moved") + realized.EnumerateObject().Sum(r => r.Value.GetDecimal())
                + Of(days[i], "unrealized_change");
            Assert.Equal(Of(closing, "equity"), Of(opening, "equity") + moves);
            if (i > 0) Assert.Equal(days[i - 1].GetProperty("opening").GetRawText(), closing.GetRawText());
        }
        Assert.Equal(100_000, Of(days[2].GetProperty("opening"), "cash"));
        Assert.Equal(2_500, Of(days[2], "cash_moved"));
        Assert.Equal(-0.11m, Of(days[2].GetProperty("realized"), "fee"));
        Assert.Equal(10.6m, Of(days[1].GetProperty("realized"), "trade"));
        var held = Assert.Single(days[0].GetProperty("opening").GetProperty("positions").EnumerateArray());
        Assert.Equal((23, "MSFT"), (Of(held, "qty"), held.Text("symbol")));

        var page = (await _stack.GetAsync("/accounts/own/statements?limit=1")).Body[0];
        var next = (await _stack.GetAsync($"/accounts/own/statements?limit=1&before={page.GetProperty("sequence")}")).Body[0];
        Assert.Equal(days[1].GetRawText(), next.GetRawText());
        Assert.Equal("invalid_before", (await _stack.GetAsync("/accounts/own/statements?before=x")).Body.Text("code"));
        Assert.Equal("unknown_account", (await _stack.GetAsync("/accounts/stranger/statements")).Body.Text("code"));
    }

    private static decimal Of(JsonElement element, string name) => element.GetProperty(name).GetDecimal();

    private async Task TradeAsync(string side, int quantity, decimal price)
    {
        Assert.Null(await LimitOrder.SendAsync(_stack, "other", "MSFT", side == "buy" ? "sell" : "buy", quantity, price));
        Assert.Null(await LimitOrder.SendAsync(_stack, "own", "MSFT", side, quantity, price));
    }

    private async Task MoveAsync(int amount) => Assert.Equal(
        201, (await _stack.PostAsync("/accounts/own/cash", $$"""{"amount":{{amount}},"reference":"wire-1"}""")).Status);

    private async Task StartDayAsync() => Assert.Equal(
        200, (await _stack.PostAsync("/accounts/own/start-of-day", """{"reason":"end of the drill"}""")).Status);
}
