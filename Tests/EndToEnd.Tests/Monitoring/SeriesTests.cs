using TradingOps.EndToEnd.Tests.Stack;
using Xunit.Abstractions;

namespace TradingOps.EndToEnd.Tests.Monitoring;

/// <summary>How much a silo tells Prometheus.</summary>
public sealed class SeriesTests(ITestOutputHelper output)
{
    private const string Equity = """{"asset_class":"EQUITY","tick_size":0.01,"max_quantity":1000,"reference_price":100}""";
    private const int Symbols = 50;
    private const int Accounts = 1000;
    private const int AtOnce = 20;

    [Fact]
    public async Task Fifty_symbols_and_1000_accounts_make_at_most_2000_series()
    {
        await using var stack = await TradingStack.StartAsync();
        // From the start, before anybody has traded.
        var first = await stack.SiloHttp.GetStringAsync("/metrics");
        foreach (var zero in new[]
        {
            "audit_violations_total{invariant=\"positions_equal_fills\"} 0",
            "orders_total{symbol=\"AAPL\",side=\"buy\",status=\"success\"} 0",
            "orders_placed_total{symbol=\"AAPL\",side=\"buy\"} 0",
        })
            Assert.Contains(zero, first, StringComparison.Ordinal);
        for (var i = 0; i < Symbols; i++)
        {
            var (status, body) = await stack.PutAsync($"/instruments/{SymbolOf(i)}", Equity);
            Assert.True(status is 200 or 201, $"{status} {body}");
        }
        // Everybody trades, in pairs: a seller, then a buyer of the same symbol.
        for (var side = 0; side < 2; side++)
            await Parallel.ForAsync(0, Accounts / 2, new ParallelOptions { MaxDegreeOfParallelism = AtOnce },
                async (pair, _) => await TradeAsync(stack, side == 0 ? "sell" : "buy", pair));
        await Eventually.BecomesAsync(() => stack.GetAsync("/firm"),
            a => a.Status == 200 && a.Body.GetProperty("accounts").GetInt32() == Accounts
                && a.Body.GetProperty("missing_accounts").GetInt32() == 0);

        var page = await Eventually.BecomesAsync(() => stack.SiloHttp.GetStringAsync("/metrics"),
            text => text.Contains("positions_total 1000", StringComparison.Ordinal));
        var series = page.Split('\n').Count(line => line.Length > 0 && line[0] != '#');
        output.WriteLine($"{series} series");
        Assert.InRange(series, 1000, 2000);
        foreach (var account in new[] { "account-sell", "account-buy" })
            Assert.DoesNotContain(account, page, StringComparison.Ordinal);
    }

    private static string SymbolOf(int i) => $"SYM{i:d2}";

    private static async Task TradeAsync(TradingStack stack, string side, int pair)
    {
        var order = $$"""
            {"symbol":"{{SymbolOf(pair % Symbols)}}","account":"account-{{side}}-{{pair}}","side":"{{side}}","qty":1,
             "type":"limit","limit_price":100,"client_order_id":"first"}
            """;
        // A thousand accounts that open at once may take their time.
        var (status, body) = await Eventually.BecomesAsync(() => stack.PostAsync("/orders", order), a => a.Status != 503);
        Assert.True(status is 201 or 200, $"{status} {body}");
    }
}
