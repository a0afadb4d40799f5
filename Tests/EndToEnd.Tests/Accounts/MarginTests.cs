using System.Text.Json;
using TradingOps.EndToEnd.Tests.Stack;

namespace TradingOps.EndToEnd.Tests.Accounts;

/// <summary>Margin as a program meets it: models, spreads, futures, what an order would do, a breach of maintenance.</summary>
public sealed class MarginTests : IAsyncLifetime
{
    private const string Put170 = "AAPL271217P00170000";
    private const string Put180 = "AAPL271217P00180000";
    private const string Call170 = "AAPL271217C00170000";

    private TradingStack _stack = null!;

    public async Task InitializeAsync()
    {
        _stack = await TradingStack.StartAsync(
            null, "--Accounts:PriceCollar", "10", "--Breakers:Account:RecoversAfter", "00:00:02");
        foreach (var account in new[] { "maker", "other" })
            await PutAsync($"/accounts/{account}", """
                {"cash":1000000000,
                 "limits":{"check_buying_power":false,"price_collar":0,"max_order_notional":0,"max_position":0}}
                """);
        foreach (var option in new[] { Put170, Put180 })
            await PutAsync($"/instruments/{option}", """{"asset_class":"OPTIONS","tick_size":0.01,"max_quantity":100000}""");
    }

    public async Task DisposeAsync() => await _stack.DisposeAsync();

    [Fact]
    public async Task Short_options_spreads_and_futures_take_what_the_rules_say()
    {
        await PutAsync("/accounts/naked", """{"cash":1000000,"margin":"reg_t"}""");
        await QuoteAsync("AAPL", 187.40m);
        await RestAsync(Put170, "buy", 8.25m, 20_000);
        Assert.Equal("insufficient_buying_power", await SendAsync("naked", Put170, "sell", 1_000, 8.25m));
        Assert.Null(await SendAsync("naked", Put170, "sell", 1, 8.25m));
        var margin = (await AccountAsync("naked")).GetProperty("margin");
        Assert.Equal(
            ("reg_t", 2_833, 2_833),
            (margin.GetProperty("model").GetString(), margin.GetProperty("initial").GetDecimal(),
                margin.GetProperty("maintenance").GetDecimal()));

        await PutAsync("/accounts/spread", """{"cash":100000,"margin":"reg_t"}""");
        await CancelAsync("maker", Put170);
        await RestAsync(Put170, "sell", 8.25m, 50);
        await RestAsync(Put180, "buy", 12.10m, 50);
        Assert.Null(await SendAsync("spread", Put170, "buy", 50, 8.25m));
        Assert.Null(await SendAsync("spread", Put180, "sell", 50, 12.10m));
        var spread = await AccountAsync("spread");
        Assert.Equal(30_750, spread.GetProperty("margin").GetProperty("initial").GetDecimal());
        Assert.Equal(
            spread.GetProperty("equity").GetDecimal() - 30_750, spread.GetProperty("buying_power").GetDecimal());

        await PutAsync("/accounts/future", """{"cash":100000}""");
        await RestAsync("ESZ7", "sell", 5012.25m, 20);
        Assert.Equal("insufficient_buying_power", await SendAsync("future", "ESZ7", "buy", 8, 5012.25m));
        Assert.Null(await SendAsync("future", "ESZ7", "buy", 7, 5012.25m));
        margin = (await AccountAsync("future")).GetProperty("margin");
        Assert.Equal(
            (7 * 12_980, 7 * 11_800),
            (margin.GetProperty("initial").GetDecimal(), margin.GetProperty("maintenance").GetDecimal()));
    }

    [Fact]
    public async Task Leverage_carries_stock_and_no_options()
    {
        await PutAsync("/accounts/levered", """{"cash":100000,"margin":"reg_t","limits":{"leverage":4}}""");
        await RestAsync("MSFT", "sell", 400, 2_000);
        Assert.Equal("insufficient_buying_power", await SendAsync("levered", Call170, "buy", 47, 21.40m));
        Assert.Equal("insufficient_buying_power", await SendAsync("levered", "MSFT", "buy", 1_001, 400));
        Assert.Null(await SendAsync("levered", Call170, "buy", 46, 21.40m));
        await CancelAsync("levered", Call170);
        Assert.Null(await SendAsync("levered", "MSFT", "buy", 1_000, 400));
    }

    [Fact]
    public async Task A_cash_account_pays_for_everything()
    {
        await PutAsync("/accounts/cash", """{"cash":50000,"margin":"cash"}""");
        Assert.Equal("cash", (await AccountAsync("cash")).GetProperty("margin").GetProperty("model").GetString());
        Assert.Equal("not_in_cash_account", await SendAsync("cash", "QQQ", "sell", 1, 500));
        Assert.Equal("not_in_cash_account", await SendAsync("cash", "ESZ7", "buy", 1, 5000));
        Assert.Equal("not_in_cash_account", await SendAsync("cash", Call170, "sell", 1, 21.40m));
        Assert.Equal("insufficient_buying_power", await SendAsync("cash", Put170, "sell", 4, 8.25m));
        Assert.Null(await SendAsync("cash", Put170, "sell", 3, 8.25m));
        var (status, body) = await _stack.PutAsync("/accounts/cash", """{"margin":"cash","limits":{"leverage":2}}""");
        Assert.Equal((400, "invalid_margin"), (status, body.GetProperty("code").GetString()));
        (status, body) = await _stack.PutAsync("/accounts/cash", """{"margin":"span"}""");
        Assert.Equal((400, "invalid_margin"), (status, body.GetProperty("code").GetString()));
    }

    [Fact]
    public async Task What_if_equals_what_then_happens()
    {
        await PutAsync("/accounts/try", """
            {"cash":100000,"margin":"reg_t",
             "fees":{"equity":{"maker":{"per_unit":0.01},"taker":{"per_unit":0.01}}}}
            """);
        await QuoteAsync("AMZN", 200);
        await CancelAsync("maker", "AMZN");
        await RestAsync("AMZN", "sell", 200, 100);
        var order = """{"account":"try","symbol":"AMZN","qty":100,"type":"limit","limit_price":200,"client_order_id":"t"}""";
        var (status, tried) = await _stack.PostAsync("/orders?what_if=true", order);
        Assert.Equal((200, true), (status, tried.GetProperty("accepted").GetBoolean()));
        Assert.Equal(0, (await _stack.GetAsync("/orders?account=try")).Body.GetArrayLength());
        Assert.Equal(201, (await _stack.PostAsync("/orders", order)).Status);
        var then = await AccountAsync("try");
        Assert.Equal(99_999 - 10_000, then.GetProperty("buying_power").GetDecimal());
        AssertSame(tried.GetProperty("margin").GetProperty("after"), then.GetProperty("margin"), "initial", "maintenance");
        Assert.Equal(
            then.GetProperty("buying_power").GetDecimal(),
            tried.GetProperty("buying_power").GetProperty("after").GetDecimal());

        var large = order.Replace("100,", "10000,", StringComparison.Ordinal);
        (status, tried) = await _stack.PostAsync("/orders?what_if=true", large);
        Assert.Equal(
            (200, false, "insufficient_buying_power"),
            (status, tried.GetProperty("accepted").GetBoolean(), tried.GetProperty("code").GetString()));
        var unknown = order.Replace("try", "no", StringComparison.Ordinal);
        Assert.Equal(404, (await _stack.PostAsync("/orders?what_if=true", unknown)).Status);
        Assert.Equal(400, (await _stack.PostAsync("/orders?what_if=yes", order)).Status);
        Assert.Equal(400, (await _stack.PostAsync("/orders?what_if=true", """{"account":"try","symbol":"AMZN"}""")).Status);
    }

    [Fact]
    public async Task Below_maintenance_an_account_only_reduces_until_it_is_flat()
    {
        await PutAsync("/accounts/called", """
            {"cash":100000,"margin":"reg_t",
             "limits":{"soft_daily_loss":1,"hard_daily_loss":1,"max_drawdown":1}}
            """);
        await QuoteAsync("TSLA", 200);
        await RestAsync("TSLA", "sell", 200, 900);
        Assert.Null(await SendAsync("called", "TSLA", "buy", 900, 200));
        await CancelAsync("maker", "TSLA");
        // 100,000 less 900 x 80 are 28,000; 25 % of 900 x 120 are 27,000. At 118 it is 26,200 and 26,550.
        await QuoteAsync("TSLA", 118);
        await Eventually.HoldsAsync(async () =>
            (await AccountAsync("called")).GetProperty("breaker").GetString() == "reduce_only");
        Assert.Equal("reduce_only", await SendAsync("called", "TSLA", "buy", 1, 118));
        var breaker = (await _stack.GetAsync("/breakers/account:called")).Body;
        Assert.Equal("maintenance_margin", breaker.GetProperty("cause").GetString());
        await Eventually.BecomesAsync(
            () => _stack.GetAsync("/incidents?status=open"),
            a => a.Body.EnumerateArray().Any(i => i.GetRawText().Contains("account:called", StringComparison.Ordinal)));

        // Brought to no position, it trades again after a while.
        var (_, flattened) = await _stack.PostAsync("/accounts/called/flatten", "{}");
        Assert.Equal(0, flattened.GetProperty("left").GetArrayLength());
        await Eventually.HoldsAsync(async () => await SendAsync("called", "TSLA", "buy", 1, 100) is null);
        Assert.Equal("closed", (await _stack.GetAsync("/breakers/account:called")).Body.GetProperty("state").GetString());
    }

    private static void AssertSame(JsonElement one, JsonElement other, params string[] fields)
    {
        foreach (var field in fields) Assert.Equal(other.GetProperty(field).GetDecimal(), one.GetProperty(field).GetDecimal());
    }

    /// <summary>A market whose last trade, bid and ask are at a price, or a tick from it.</summary>
    private async Task QuoteAsync(string symbol, decimal price)
    {
        await CancelAsync("maker", symbol);
        await CancelAsync("other", symbol);
        await RestAsync(symbol, "sell", price, 1);
        Assert.Null(await SendAsync("other", symbol, "buy", 1, price));
        await RestAsync(symbol, "buy", price - 0.01m, 1_000);
    }

    private async Task RestAsync(string symbol, string side, decimal price, int quantity) =>
        Assert.Null(await SendAsync("maker", symbol, side, quantity, price));

    private async Task CancelAsync(string account, string symbol) =>
        await _stack.SendAsync(HttpMethod.Delete, $"/orders?account={account}&symbol={symbol}");

    private Task<string?> SendAsync(string account, string symbol, string side, int quantity, decimal price) =>
        LimitOrder.SendAsync(_stack, account, symbol, side, quantity, price);

    private async Task PutAsync(string path, string body) => Assert.InRange((await _stack.PutAsync(path, body)).Status, 200, 201);

    private async Task<JsonElement> AccountAsync(string account) => (await _stack.GetAsync($"/accounts/{account}")).Body;
}
