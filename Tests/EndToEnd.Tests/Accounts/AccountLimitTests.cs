using System.Text.Json;
using TradingOps.EndToEnd.Tests.Stack;

namespace TradingOps.EndToEnd.Tests.Accounts;

/// <summary>A bound on accounts, as a program sees it.</summary>
public sealed class AccountLimitTests : IAsyncLifetime
{
    private TradingStack _stack = null!;

    public async Task InitializeAsync() => _stack = await TradingStack.StartAsync(null, "--Accounts:MaxAccountsPerKey", "2");

    public async Task DisposeAsync() => await _stack.DisposeAsync();

    [Fact]
    public async Task Beyond_its_accounts_a_key_is_refused_also_after_a_kill()
    {
        Assert.Equal(201, (await OrderAsync("one")).Status);
        Assert.Equal(201, (await OrderAsync("two")).Status);
        await AssertRefusedAsync(await OrderAsync("three"));
        var (_, batch) = await _stack.PostAsync("/orders/batch", $"[{Order("three")}]");
        Assert.Equal(403, batch[0].GetProperty("status").GetInt32());
        await _stack.KillSiloAsync(0);
        await _stack.StartSiloAsync();
        await Eventually.HoldsAsync(async () => (await OrderAsync("two")).Status == 201);
        await AssertRefusedAsync(await OrderAsync("three"));
    }

    private static string Order(string account) =>
        $$"""{"symbol":"AAPL","account":"{{account}}","type":"limit","limit_price":10,"qty":1}""";

    private Task<(int Status, JsonElement Body)> OrderAsync(string account) => _stack.PostAsync("/orders", Order(account));

    private async Task AssertRefusedAsync((int Status, JsonElement Body) answer)
    {
        Assert.Equal(
            (403, "account_limit", false),
            (answer.Status, answer.Body.GetProperty("code").GetString(), answer.Body.GetProperty("retryable").GetBoolean()));
        Assert.Contains("'local' opened 2 accounts", answer.Body.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(404, (await _stack.GetAsync("/accounts/three")).Status);
    }
}
