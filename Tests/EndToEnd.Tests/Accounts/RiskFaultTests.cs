using TradingOps.EndToEnd.Tests.Stack;

namespace TradingOps.EndToEnd.Tests.Accounts;

/// <summary>What once moved an account wrongly, or let it spend what it did not have: each again over HTTP.</summary>
public sealed class RiskFaultTests : IAsyncLifetime
{
    private TradingStack _stack = null!;

    public async Task InitializeAsync()
    {
        // Without a price collar, market orders have no worst price.
        _stack = await TradingStack.StartAsync(null, "--Accounts:PriceCollar", "10");
        await PutAsync("maker", """
            {"cash":1000000000,
             "limits":{"check_buying_power":false,"max_order_notional":0,"max_position":0,"max_orders_per_second":0}}
            """);
    }

    public async Task DisposeAsync() => await _stack.DisposeAsync();

    [Fact]
    public async Task One_share_and_a_halted_book_move_no_account()
    {
        await PutAsync("holder", """{"cash":200000}""");
        foreach (var symbol in new[] { "AAPL", "MSFT" })
        {
            await RestAsync(symbol, "sell", 100, 500);
            Assert.Null(await SendAsync("holder", symbol, "buy", 500, 100));
        }
        await PutAsync("gainer", """{"cash":200000}""");
        await RestAsync("AMZN", "sell", 200, 10);
        Assert.Null(await SendAsync("gainer", "AMZN", "buy", 10, 200));

        // One share bids 40. A day that begins while it does begins at the last trade.
        await RestAsync("AAPL", "bid", 40, 1);
        Assert.Equal(200_000, await ReadAsync("holder", "equity"));
        Assert.Equal(200, (await _stack.PostAsync("/accounts/holder/start-of-day", """{"reason":"drill"}""")).Status);
        Assert.Equal(200, (await _stack.PostAsync("/breakers/symbol:MSFT/trip", """{"reason":"news"}""")).Status);
        await RestAsync("MSFT", "bid", 219, 100);
        await RestAsync("MSFT", "sell", 221, 100);
        // When the quote of an open market counts, those two have stood longer, and still do not.
        await RestAsync("AMZN", "bid", 210, 10);
        await RestAsync("AMZN", "sell", 211, 10);
        await Eventually.HoldsAsync(async () => await ReadAsync("gainer", "high_water_mark") > 200_000);
        Assert.Equal(200_000, await ReadAsync("holder", "high_water_mark"));
        Assert.Equal("closed", await BreakerOfAsync("holder"));

        await CancelAsync("maker");
        var after = (await _stack.GetAsync("/accounts/holder")).Body;
        Assert.Equal((200_000, 0), (
            after.GetProperty("start_of_day_equity").GetDecimal(), after.GetProperty("pnl").GetProperty("day").GetDecimal()));
    }

    [Fact]
    public async Task Cash_that_moves_makes_no_small_loss_large()
    {
        await PutAsync("funded", """{"cash":100}""");
        await MoveAsync("funded", 1_000_000);
        await TradeAsync("funded", "AAPL", 101, 100, 10);
        Assert.Equal((1_000_090, "closed"), (await ReadAsync("funded", "equity"), await BreakerOfAsync("funded")));

        await PutAsync("emptied", """{"cash":900000}""");
        await TradeAsync("emptied", "MSFT", 200, 100, 99);
        await MoveAsync("emptied", -890_000);
        Assert.Equal((100, 0.011m), (await ReadAsync("emptied", "equity"), await ReadAsync("emptied", "drawdown")));
        Assert.Equal(0.011m, await ReadAsync("emptied", "daily_loss"));
        Assert.Equal("closed", await BreakerOfAsync("emptied"));
    }

    [Fact]
    public async Task No_order_spends_more_than_there_is()
    {
        const string Fee = """ "fees":{"equity":{"maker":{"per_unit":1},"taker":{"per_unit":1}}} """;
        await PutAsync("payer", $$"""{"cash":1000,"margin":"cash",{{Fee}} }""");
        await RestAsync("AAPL", "sell", 100, 10);
        Assert.Equal("insufficient_buying_power", await SendAsync("payer", "AAPL", "buy", 10, 100));
        Assert.Null(await SendAsync("payer", "AAPL", "buy", 9, 100));
        Assert.Equal(91, await ReadAsync("payer", "cash"));

        await PutAsync("taker", """{"cash":10000,"margin":"cash"}""");
        await RestAsync("MSFT", "sell", 100, 50);
        await RestAsync("MSFT", "sell", 200, 50);
        await _stack.PostAsync("/orders", """{"account":"taker","symbol":"MSFT","side":"buy","type":"market","qty":100}""");
        Assert.InRange(await ReadAsync("taker", "cash"), 0, 5_000);

        // A buy stop may trade at its stop and beyond, not at the ask of now.
        await PutAsync("stopped", """{"cash":3000,"margin":"cash"}""");
        await RestAsync("AMZN", "sell", 1, 10);
        Assert.Equal("insufficient_buying_power", (await _stack.PostAsync("/orders", Stop(1_000))).Body.Text("code"));
        var batch = (await _stack.PostAsync("/orders/batch", $"[{Stop(1_000)}]")).Body[0];
        Assert.Equal("insufficient_buying_power", batch.GetProperty("problem").Text("code"));
        var (status, small) = await _stack.PostAsync("/orders", Stop(1));
        Assert.Equal(201, status);
        var (amended, refused) = await _stack.SendAsync(
            HttpMethod.Patch, $"/orders/{small.Text("id")}", """{"qty":1000}""");
        Assert.Equal((422, "insufficient_buying_power"), (amended, refused.Text("code")));

        static string Stop(int quantity) => $$"""
            {"account":"stopped","symbol":"AMZN","side":"buy","type":"stop","stop_price":200,"qty":{{quantity}},
             "time_in_force":"gtc"}
            """;
    }

    private async Task PutAsync(string account, string body) =>
        Assert.Equal(200, (await _stack.PutAsync($"/accounts/{account}", body)).Status);

    private async Task MoveAsync(string account, int amount) => Assert.Equal(201, (await _stack.PostAsync(
        $"/accounts/{account}/cash", $$"""{"amount":{{amount}},"reference":"wire"}""")).Status);

    /// <summary>Buys and sells again.</summary>
    private async Task TradeAsync(string account, string symbol, decimal bought, decimal sold, int quantity)
    {
        await RestAsync(symbol, "sell", bought, quantity);
        Assert.Null(await SendAsync(account, symbol, "buy", quantity, bought));
        await RestAsync(symbol, "bid", sold, quantity);
        Assert.Null(await SendAsync(account, symbol, "sell", quantity, sold));
    }

    private async Task RestAsync(string symbol, string side, decimal price, int quantity) =>
        Assert.Null(await SendAsync("maker", symbol, side == "bid" ? "buy" : "sell", quantity, price));

    private Task<string?> SendAsync(string account, string symbol, string side, int quantity, decimal price) =>
        LimitOrder.SendAsync(_stack, account, symbol, side, quantity, price);

    private async Task CancelAsync(string account) =>
        Assert.Equal(200, (await _stack.DeleteAsync($"/orders?account={account}")).Status);

    private async Task<decimal> ReadAsync(string account, string field) =>
        (await _stack.GetAsync($"/accounts/{account}")).Body.GetProperty(field).GetDecimal();

    private async Task<string?> BreakerOfAsync(string account) =>
        (await _stack.GetAsync($"/breakers/account:{account}")).Body.Text("state");
}
