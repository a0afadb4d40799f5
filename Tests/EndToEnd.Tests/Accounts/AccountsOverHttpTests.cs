using System.Text.Json;
using TradingOps.EndToEnd.Tests.Stack;

namespace TradingOps.EndToEnd.Tests.Accounts;

/// <summary>Accounts, instruments, the firm and the audit over HTTP.</summary>
public sealed class AccountsOverHttpTests : IAsyncLifetime
{
    private TradingStack _stack = null!;

    public async Task InitializeAsync() => _stack = await TradingStack.StartAsync();

    public async Task DisposeAsync() => await _stack.DisposeAsync();

    [Fact]
    public async Task An_account_trades_a_new_instrument_and_all_figures_agree()
    {
        await PutAsync(201, "/instruments/NEWCO", """{"asset_class":"EQUITY","tick_size":0.5,"max_quantity":1000}""");
        await PutAsync(
            400, "/instruments/NEWCO", """{"asset_class":"EQUITY","tick_size":-1,"max_quantity":1000}""", "invalid_instrument");
        await PutAsync(
            400, "/instruments/NEWCO", """{"asset_class":"EQUITY","tick_size":1,"max_quantity":9,"session":"?"}""",
            "invalid_session");
        await PutAsync(200, "/accounts/desk", """
            {"cash":10000,"cost_method":"fifo","limits":{"max_position":50,"price_collar":0.2},
             "fees":{"equity":{"taker":{"per_unit":0.5}}}}
            """);
        await PutAsync(400, "/accounts/desk", """{"limits":{"leverage":-1}}""", "invalid_limits");
        await PutAsync(400, "/accounts/desk", """{"cash":10.001}""", "invalid_cash");
        await PutAsync(200, "/accounts/other", """{"cash":10000}""");
        await OrderAsync(201, "other", "sell", 10, 100);
        var filled = await OrderAsync(201, "desk", "buy", 10, 100);
        Assert.Equal("filled", filled.GetProperty("status").GetString());
        Assert.Equal("max_position", (await OrderAsync(422, "desk", "buy", 41, 100)).GetProperty("code").GetString());
        // On the other side of the market, and far from it.
        Assert.Equal("price_collar", (await OrderAsync(422, "desk", "buy", 1, 150)).GetProperty("code").GetString());

        Assert.Equal(201, (await _stack.PostAsync("/accounts/desk/cash", """{"amount":500,"reference":"w1"}""")).Status);
        Assert.Equal(200, (await _stack.PostAsync("/accounts/desk/cash", """{"amount":500,"reference":"w1"}""")).Status);
        Assert.Equal(409, (await _stack.PostAsync("/accounts/desk/cash", """{"amount":501,"reference":"w1"}""")).Status);
        var (status, parts) = await _stack.PostAsync("/accounts/desk/cash", """{"amount":0.005,"reference":"w2"}""");
        Assert.Equal((400, "amount 0.005 is not whole cents"), (status, parts.GetProperty("detail").GetString()));
        var (_, account) = await _stack.GetAsync("/accounts/desk");
        Assert.Equal(10_000 - 1000 - 5 + 500, account.GetProperty("cash").GetDecimal());
        Assert.Equal(-5, account.GetProperty("pnl").GetProperty("realized").GetDecimal());
        Assert.Equal(5, account.GetProperty("fees").GetDecimal());
        var (_, settings) = await _stack.GetAsync("/accounts/desk/settings");
        Assert.Equal(50, settings.GetProperty("limits").GetProperty("max_position").GetDecimal());

        await Eventually.BecomesAsync(() => _stack.GetAsync("/firm"), a => a.Body.GetProperty("open_positions").GetInt32() == 2);
        var (_, firm) = await _stack.GetAsync("/firm");
        Assert.Equal(0, firm.GetProperty("positions")[0].GetProperty("qty").GetDecimal());
        Assert.Equal(2, (await _stack.GetAsync("/accounts")).Body.GetArrayLength());
        var first = await _stack.GetAsync("/accounts?limit=1");
        var last = first.Body[0].GetProperty("account").GetString();
        using var paged = await _stack.Front.GetAsync("/accounts?limit=1");
        Assert.Equal([$"</accounts?limit=1&before={last}>; rel=\"next\""], paged.Headers.GetValues("Link"));
        var second = await _stack.GetAsync($"/accounts?limit=1&before={last}");
        Assert.True(string.CompareOrdinal(last, second.Body[0].GetProperty("account").GetString()) < 0);
        (status, var audit) = await _stack.GetAsync("/audit");
        Assert.Equal((200, "ok"), (status, audit.GetProperty("status").GetString()));
        Assert.Equal(2, audit.GetProperty("compared").GetInt32());
    }

    private async Task PutAsync(int status, string path, string json, string? code = null)
    {
        var (answered, body) = await _stack.PutAsync(path, json);
        Assert.True(status == answered, body.ToString());
        if (code is not null) Assert.Equal(code, body.GetProperty("code").GetString());
    }

    private async Task<JsonElement> OrderAsync(int status, string account, string side, int quantity, int price)
    {
        var (answered, body) = await _stack.PostAsync("/orders", JsonSerializer.Serialize(new
        {
            symbol = "NEWCO",
            account,
            side,
            type = "limit",
            time_in_force = "gtc",
            qty = quantity,
            limit_price = price,
        }));
        Assert.True(status == answered, body.ToString());
        return body;
    }
}
