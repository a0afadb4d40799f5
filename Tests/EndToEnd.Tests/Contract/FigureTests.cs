using System.Text.Json;
using System.Text.RegularExpressions;
using TradingOps.EndToEnd.Tests.Stack;

namespace TradingOps.EndToEnd.Tests.Contract;

/// <summary>How many digits figures and times have in every answer.</summary>
public sealed partial class FigureTests
{
    private static readonly string[] Money =
        ["cash", "equity", "start_of_day_equity", "high_water_mark", "buying_power", "initial", "maintenance", "excess",
            "realized", "unrealized", "total", "day", "fees", "gross", "net", "market_value", "realized_pnl", "unrealized_pnl"];

    [Fact]
    public async Task Money_has_cents_averages_six_decimals_and_times_microseconds()
    {
        await using var stack = await TradingStack.StartAsync(null, "--Accounts:Leverage", "3");
        foreach (var (price, quantity) in new[] { (100.01m, 1), (100.02m, 2), (100.05m, 4) })
            Assert.Equal(201, (await PlaceAsync(stack, "sell", "maker", price, quantity)).Status);
        Assert.Equal(201, (await PlaceAsync(stack, "buy", "taker", 101, 7)).Status);
        await stack.PostAsync("/breakers/account:maker/trip", """{"reason":"drill"}""");
        await Eventually.BecomesAsync(() => stack.GetAsync("/incidents"), a => a.Body.GetArrayLength() > 0);

        var execution = (await stack.GetAsync("/orders?account=taker")).Body[0].GetProperty("execution");
        Assert.Equal("100.035714", execution.GetProperty("avg_price").GetRawText());
        foreach (var path in new[] { "/orders", "/trades", "/accounts", "/accounts/taker", "/accounts/taker/positions", "/firm",
            "/accounts/taker/settings", "/breakers", "/incidents", "/audit" })
        {
            var (status, body) = await stack.GetAsync(path);
            Assert.Equal(200, status);
            AssertFigures(path, body);
        }
        var pnl = (await stack.GetAsync("/accounts/taker")).Body.GetProperty("pnl");
        var parts = pnl.GetProperty("realized").GetDecimal() + pnl.GetProperty("unrealized").GetDecimal();
        Assert.Equal(parts, pnl.GetProperty("total").GetDecimal());
    }

    private static Task<(int Status, JsonElement Body)> PlaceAsync(
        TradingStack stack, string side, string account, decimal price, int quantity) => stack.PostAsync("/orders",
        $$"""
        {"symbol":"AAPL","account":"{{account}}","side":"{{side}}","type":"limit","limit_price":{{price}},"qty":{{quantity}}}
        """);

    private static void AssertFigures(string path, JsonElement body)
    {
        if (body.ValueKind == JsonValueKind.Array) foreach (var item in body.EnumerateArray()) AssertFigures(path, item);
        if (body.ValueKind != JsonValueKind.Object) return;
        foreach (var field in body.EnumerateObject())
        {
            var text = field.Value.GetRawText();
            if (Money.Contains(field.Name) && field.Value.ValueKind == JsonValueKind.Number)
                Assert.True(Decimals(text) <= 2, $"{path}: {field.Name} {text}");
            if (field.Value.ValueKind == JsonValueKind.String && Date().IsMatch(text))
                Assert.True(Time().IsMatch(text), $"{path}: {field.Name} {text}");
            AssertFigures(path, field.Value);
        }
    }

    private static int Decimals(string number) =>
        number.Contains('.', StringComparison.Ordinal) ? number.Split('.')[1].Length : 0;

    [GeneratedRegex(@"^""\d{4}-\d\d-\d\dT")]
    private static partial Regex Date();

    [GeneratedRegex(@"^""\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z""$")]
    private static partial Regex Time();
}
