using System.Text.Json;
using TradingOps.EndToEnd.Tests.Accounts;
using TradingOps.EndToEnd.Tests.Stack;
using TradingOps.EndToEnd.Tests.Streams;

namespace TradingOps.EndToEnd.Tests.Sessions;

/// <summary>Trades that two people bust or correct, over HTTP on both stores, while silos are killed.</summary>
public sealed class BustTests
{
    private TradingStack _stack = null!;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Both_accounts_apply_a_bust_and_a_correction_once(bool isDatabase)
    {
        await using var server = isDatabase ? await PostgresServer.StartAsync() : null;
        await using var stack = _stack = await TradingStack.StartAsync(TwoPeople.Guard(new()
        {
            Database = server?.ConnectionString,
            Silos = server is null ? 1 : 3,
        }));
        Assert.Null(await SendAsync("seller", "sell", 10));
        Assert.Null(await SendAsync("buyer", "buy", 10));
        var trade = (await _stack.GetAsync("/trades?symbol=AAPL")).Body[0].Text("id")!;
        await using var tape = await EventStream.OpenAsync(_stack.Front, "symbol=AAPL&types=trade", "AAPL=0");

        await ExpectAsync($"/trades/{trade}/bust", """{"reason":"fat finger"}""", false, 202, "requested");
        await ExpectAsync($"/trades/{trade}/bust", """{"reason":"fat finger"}""", false, 202, "requested");
        await ExpectAsync($"/trades/{trade}/correct", """{"price":99,"reason":"agreed"}""", false, 202, "requested");
        Assert.Equal(999_000, await CashAsync("buyer"));
        var agreeing = AgreeAsync($"/trades/{trade}/correct", """{"price":99,"reason":"agreed"}""", "corrected");
        await KillAsync(_stack.HomeOf("AAPL"));
        await agreeing;
        await ExpectCashAsync(999_010, 1_000_990);
        var corrected = await ReadAsync(trade);
        Assert.Equal((100, 99),
            (corrected.GetProperty("price").GetDecimal(), corrected.GetProperty("corrected_price").GetDecimal()));

        await ExpectAsync($"/trades/{trade}/bust", """{"reason":"clearly erroneous"}""", false, 202, "requested");
        agreeing = AgreeAsync($"/trades/{trade}/bust", """{"reason":"clearly erroneous"}""", "busted");
        await KillAsync(_stack.HomeOf("AAPL"));
        await agreeing;
        await ExpectCashAsync(1_000_000, 1_000_000);
        Assert.NotEqual(JsonValueKind.Null, (await ReadAsync(trade)).GetProperty("busted_at").ValueKind);
        Assert.Equal("trade_busted",
            (await PostAsync($"/trades/{trade}/bust", """{"reason":"again"}""", false)).Body.Text("code"));
        var (_, audit) = await Eventually.BecomesAsync(() => _stack.GetAsync("/audit"), answer => answer.Status == 200);
        Assert.Empty(audit.GetProperty("violations").EnumerateArray());
        var (_, trail) = await _stack.GetAsync("/audit-trail?symbol=AAPL&limit=1000");
        Assert.Superset(
            new HashSet<string>
            {
                "trade_bust_requested", "trade_correction_requested", "trade_correction_agreed", "trade_bust_agreed",
                "position_busted", "position_corrected",
            },
            trail.EnumerateArray().Select(e => e.Text("event")!).ToHashSet());
        Assert.Equal(trade, (await tape.NextAsync("trade")).Text("id"));
        var correction = await tape.NextAsync("trade_correction");
        Assert.Equal((trade, 100m, 99m), (
            correction.Text("id"), correction.GetProperty("price").GetDecimal(),
            correction.GetProperty("new_price").GetDecimal()));
        var bust = await tape.NextAsync("trade_bust");
        Assert.Equal((trade, 99m, false), (
            bust.Text("id"), bust.GetProperty("price").GetDecimal(), bust.TryGetProperty("new_price", out _)));
        // The index of the embedded store is written and read again.
        await KillAsync(_stack.HomeOf("AAPL"));
        Assert.NotEqual(JsonValueKind.Null, (await ReadAsync(trade)).GetProperty("busted_at").ValueKind);
    }

    [Fact]
    public async Task A_wrong_request_is_refused_by_its_code()
    {
        await using var stack = _stack = await TradingStack.StartAsync(TwoPeople.Guard(new()));
        Assert.Null(await SendAsync("seller", "sell", 10));
        Assert.Null(await SendAsync("buyer", "buy", 10));
        var trade = (await _stack.GetAsync("/trades?symbol=AAPL")).Body[0].Text("id")!;
        foreach (var (path, json, status, code) in new[]
        {
            ("/trades/AAPL-999-1/bust", """{"reason":"x"}""", 404, "unknown_trade"),
            ("/trades/NOPE-1-1/bust", """{"reason":"x"}""", 404, "unknown_trade"),
            ("/trades/x/bust", """{"reason":"x"}""", 404, "unknown_trade"),
            ($"/trades/{trade}9/bust", """{"reason":"x"}""", 404, "unknown_trade"),
            ($"/trades/{trade}/bust", "{}", 400, "invalid_reason"),
            ($"/trades/{trade}/correct", """{"reason":"x"}""", 400, "missing_field"),
            ($"/trades/{trade}/correct", """{"price":99.001,"reason":"x"}""", 400, "price_not_on_tick"),
            ($"/trades/{trade}/correct", """{"price":-1,"reason":"x"}""", 400, "invalid_price"),
            ($"/trades/{trade}/correct", """{"price":100,"reason":"x"}""", 400, "invalid_price"),
            ($"/trades/{trade}/bust", """{"reason":"x","price":1}""", 400, "unknown_field"),
        })
        {
            var answer = await PostAsync(path, json, false);
            Assert.Equal((path, status, code), (path, answer.Status, answer.Body.Text("code")));
        }
        Assert.Equal(999_000, await CashAsync("buyer"));
    }

    private Task<(int Status, JsonElement Body)> PostAsync(string path, string json, bool isSecond) =>
        TwoPeople.SendAsync(_stack, "POST", path, json, isSecond);

    private async Task ExpectAsync(string path, string json, bool isSecond, int status, string expected)
    {
        var answer = await PostAsync(path, json, isSecond);
        Assert.True(answer.Status == status, $"{answer.Status} {answer.Body}");
        Assert.Equal(expected, answer.Body.Text("status"));
    }

    private Task AgreeAsync(string path, string json, string expected) => Eventually.HoldsAsync(async () =>
    {
        try
        {
            var (status, body) = await PostAsync(path, json, isSecond: true);
            // The answer to the first may be lost, and the trade is as it was to be.
            return status == 200 ? body.Text("status") == expected
                : body.Text("code") is "trade_busted" or "invalid_price";
        }
        catch (Exception e) when (NoAnswer.Is(e))
        {
            return false;
        }
    });

    private Task<string?> SendAsync(string account, string side, int quantity) =>
        LimitOrder.SendAsync(_stack, account, "AAPL", side, quantity, 100);

    private async Task KillAsync(int silo)
    {
        await _stack.KillSiloAsync(silo);
        await _stack.StartSiloAsync(silo);
    }

    private async Task<decimal> CashAsync(string account) =>
        (await Eventually.BecomesAsync(() => _stack.GetAsync($"/accounts/{account}"), answer => answer.Status == 200))
            .Body.GetProperty("cash").GetDecimal();

    private Task ExpectCashAsync(decimal buyer, decimal seller) => Eventually.HoldsAsync(
        async () => (await CashAsync("buyer"), await CashAsync("seller")) == (buyer, seller));

    private async Task<JsonElement> ReadAsync(string trade) =>
        (await Eventually.BecomesAsync(() => _stack.GetAsync($"/trades/{trade}"), answer => answer.Status == 200)).Body;
}
