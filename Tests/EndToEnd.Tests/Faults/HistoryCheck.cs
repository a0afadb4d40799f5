using System.Text.Json;
using TradingOps.EndToEnd.Tests.Stack;

namespace TradingOps.EndToEnd.Tests.Faults;

/// <summary>Compares what clients were told with what the cluster holds now.</summary>
internal static class HistoryCheck
{
    private const decimal OpeningCash = 1_000_000;

    /// <summary>Fails with the first thing that was lost, doubled or half-applied.</summary>
    public static async Task AssertHoldsAsync(TradingStack stack, RecordedLoad load, IReadOnlyCollection<string> accounts)
    {
        var stored = new Dictionary<string, JsonElement>();
        foreach (var account in accounts) await ReadOrdersAsync(stack, account, stored);
        AssertAcknowledgedAreStored(load, stored);
        AssertFillsPairUp(stored.Values);
        var fills = stored.Values.SelectMany(FillsOf).ToArray();
        decimal cash = 0;
        foreach (var account in accounts) cash += await CheckAccountAsync(stack, account, fills, stored);
        Assert.Equal(OpeningCash * accounts.Count, cash);
    }

    private static async Task ReadOrdersAsync(TradingStack stack, string account, Dictionary<string, JsonElement> stored)
    {
        for (string? before = null; ;)
        {
            var (status, page) =
                await stack.GetAsync($"/orders?account={account}&limit=1000" + (before is null ? "" : $"&before={before}"));
            Assert.Equal(200, status);
            foreach (var order in page.EnumerateArray())
            {
                before = order.GetProperty("id").GetString()!;
                Assert.True(stored.TryAdd(before, order), $"{before} is listed twice");
            }
            if (page.GetArrayLength() < 1000) return;
        }
    }

    private static void AssertAcknowledgedAreStored(RecordedLoad load, Dictionary<string, JsonElement> stored)
    {
        var byClientId =
            stored.Values.ToLookup(o => (o.GetProperty("account").GetString()!, o.GetProperty("client_order_id").GetString()!));
        foreach (var (key, told) in load.Acknowledged)
        {
            var order = Assert.Single(byClientId[key]);
            Assert.Equal(told.GetProperty("id").GetString(), order.GetProperty("id").GetString());
            // A resting order may have traded since; what it was told is the beginning of what it has.
            var (before, now) = (FillsOf(told).ToArray(), FillsOf(order).ToArray());
            Assert.Equal(before, now.Take(before.Length));
            var filled = now.Sum(f => f.Quantity);
            Assert.Equal(filled, order.GetProperty("filled_qty").GetDecimal());
            if (order.GetProperty("status").GetString() is "accepted" or "partially_filled" or "filled")
                Assert.Equal(order.GetProperty("qty").GetDecimal(), filled + order.GetProperty("remaining_qty").GetDecimal());
        }
        Assert.Equal(load.Acknowledged.Count, stored.Count);
    }

    private static void AssertFillsPairUp(IEnumerable<JsonElement> orders)
    {
        foreach (var trade in orders.SelectMany(FillsOf).GroupBy(f => f.TradeId))
        {
            Assert.Equal(2, trade.Count());
            Assert.Equal(0, trade.Sum(f => f.SignedQuantity));
            Assert.Single(trade.Select(f => f.Price).Distinct());
            Assert.Single(trade, f => f.IsMaker);
        }
    }

    private static async Task<decimal> CheckAccountAsync(
        TradingStack stack, string account, Fill[] fills, Dictionary<string, JsonElement> stored)
    {
        var own = fills.Where(f => f.Account == account).ToArray();
        // A maker hears of its fills a moment after the taker was answered.
        var expected = own.GroupBy(f => f.Symbol).OrderBy(g => g.Key)
            .Select(g => (g.Key, g.Sum(f => f.SignedQuantity))).ToArray();
        await Eventually.BecomesAsync(() => PositionsAsync(stack, account), held => held.SequenceEqual(expected));

        var (_, state) = await stack.GetAsync($"/accounts/{account}");
        var cash = state.GetProperty("cash").GetDecimal();
        Assert.Equal(OpeningCash - own.Sum(f => f.SignedQuantity * f.Price), cash);
        var open = stored.Values.Count(o => o.GetProperty("account").GetString() == account
            && o.GetProperty("status").GetString() is "accepted" or "partially_filled");
        Assert.Equal(open, state.GetProperty("open_orders").GetInt32());
        return cash;
    }

    private static async Task<(string Symbol, decimal Quantity)[]> PositionsAsync(TradingStack stack, string account)
    {
        var (_, positions) = await stack.GetAsync($"/accounts/{account}/positions");
        return [.. positions.EnumerateArray()
            .Select(p => (p.GetProperty("symbol").GetString()!, p.GetProperty("qty").GetDecimal()))
            .OrderBy(p => p.Item1)];
    }

    private static IEnumerable<Fill> FillsOf(JsonElement order)
    {
        if (order.GetProperty("execution").ValueKind == JsonValueKind.Null) return [];
        var sign = order.GetProperty("side").GetString() == "buy" ? 1 : -1;
        return order.GetProperty("execution").GetProperty("fills").EnumerateArray().Select(f => new Fill(
            f.GetProperty("trade_id").GetString()!, order.GetProperty("account").GetString()!,
                order.GetProperty("symbol").GetString()!,
            sign * f.GetProperty("qty").GetDecimal(), f.GetProperty("price").GetDecimal(),
            f.GetProperty("liquidity").GetString() == "maker"));
    }

    private sealed record Fill(string TradeId, string Account, string Symbol, decimal SignedQuantity, decimal Price, bool IsMaker)
    {
        public decimal Quantity => Math.Abs(SignedQuantity);
    }
}
