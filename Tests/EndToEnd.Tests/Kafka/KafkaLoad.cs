using System.Text.Json;
using TradingOps.EndToEnd.Tests.Stack;

namespace TradingOps.EndToEnd.Tests.Kafka;

/// <summary>Programs that trade with each other while something happens.</summary>
internal static class KafkaLoad
{
    private const int MaxOrders = 200;

    /// <summary>A sale and a purchase that trade.</summary>
    public static async Task TradeAsync(TradingStack stack, string symbol, decimal price, int quantity)
    {
        foreach (var (account, side) in new[] { ("seller", "sell"), ("buyer", "buy") })
        {
            // A silo that has just started refuses orders for a moment.
            await Eventually.BecomesAsync(
                () => stack.PostAsync("/orders", OrderOf(symbol, account, side, price, quantity)), a => a.Status == 201);
        }
    }

    /// <summary>
    /// Trades until it is cancelled, or has sent enough: brokers of a test keep few messages. What does not come through is left.
    /// </summary>
    public static async Task TradeUntilAsync(TradingStack stack, string symbol, CancellationToken cancellationToken)
    {
        for (var i = 0; i < MaxOrders && !cancellationToken.IsCancellationRequested; i++)
        {
            var side = i % 2 == 0 ? "sell" : "buy";
            try
            {
                await stack.PostAsync("/orders", OrderOf(symbol, side + "er-" + symbol, side, 100, 1 + i % 5));
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException or JsonException)
            {
                // A process is killed.
            }
        }
    }

    /// <summary>Ids of all trades of a symbol, as the cluster has them.</summary>
    public static async Task<List<string>> TradeIdsAsync(TradingStack stack, string symbol)
    {
        var ids = new List<string>();
        for (var before = ""; ;)
        {
            var (status, page) = await stack.GetAsync($"/trades?symbol={symbol}&limit=1000{before}");
            Assert.True(status == 200, $"{page}");
            ids.AddRange(page.EnumerateArray().Select(t => t.Text("id")!));
            if (page.GetArrayLength() < 1000) return ids;
            before = $"&before={ids[^1]}";
        }
    }

    private static string OrderOf(string symbol, string account, string side, decimal price, int quantity) => $$"""
        {"symbol":"{{symbol}}","account":"{{account}}","side":"{{side}}","type":"limit","limit_price":{{price}},
         "qty":{{quantity}}}
        """;
}
