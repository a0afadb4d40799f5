using System.Text.Json;
using TradingOps.EndToEnd.Tests.Stack;

namespace TradingOps.EndToEnd.Tests.Faults;

/// <summary>Compares what clients were told with what the cluster holds now.</summary>
internal static class HistoryCheck
{
    private const decimal OpeningCash = 1_000_000;

    private static readonly string[] Final = ["filled", "canceled", "rejected", "expired"];

    /// <summary>Fails with the first thing that was lost, doubled or half-applied; else the orders as they stand.</summary>
    /// <param name="stack">The cluster.</param>
    /// <param name="history">What clients were told.</param>
    /// <param name="patience">How long accounts may take to hear of the last fills.</param>
    public static async Task<IReadOnlyCollection<JsonElement>> AssertHoldsAsync(
        TradingStack stack, RecordedHistory history, TimeSpan? patience = null)
    {
        var stored = await AssertOrdersHoldAsync(stack, history);
        var fills = stored.SelectMany(FillsOf).ToLookup(f => f.Account);
        var open = stored.Where(o => !Final.Contains(o.Text("status"))).ToLookup(o => o.Text("account"));
        decimal cash = 0;
        foreach (var account in history.Accounts.Keys)
            cash += await CheckAccountAsync(stack, account, [.. fills[account]], open[account].Count(), patience);
        Assert.Equal(OpeningCash * history.Accounts.Count, cash);
        return stored;
    }

    /// <summary>Compares the orders only, without what accounts made of them.</summary>
    public static async Task<IReadOnlyCollection<JsonElement>> AssertOrdersHoldAsync(
        TradingStack stack, RecordedHistory history)
    {
        var stored = new Dictionary<string, JsonElement>();
        foreach (var account in history.Accounts.Keys) await ReadOrdersAsync(stack, account, stored);
        AssertAcknowledgedAreStored(history, stored);
        AssertFillsPairUp(stored.Values);
        GroupCheck.AssertHolds(history, stored);
        return stored.Values;
    }

    private static async Task ReadOrdersAsync(TradingStack stack, string account, Dictionary<string, JsonElement> stored)
    {
        for (string? before = null; ;)
        {
            var path = $"/orders?account={account}&limit=1000" + (before is null ? "" : $"&before={before}");
            var (_, page) = await Eventually.BecomesAsync(() => stack.GetAsync(path), a => a.Status == 200);
            foreach (var order in page.EnumerateArray())
            {
                before = order.Text("id");
                Assert.True(stored.TryAdd(before, order), $"{before} is listed twice");
            }
            if (page.GetArrayLength() < 1000) return;
        }
    }

    private static void AssertAcknowledgedAreStored(RecordedHistory history, Dictionary<string, JsonElement> stored)
    {
        var byClientId = stored.Values.ToLookup(o => (o.Text("account"), o.Text("client_order_id")));
        foreach (var (key, told) in history.Acknowledged)
        {
            var order = Assert.Single(byClientId[key]);
            Assert.Equal(told.Text("id"), order.Text("id"));
            // A resting order may have traded since; what it was told is the beginning of what it has.
            var (before, now) = (FillsOf(told).ToArray(), FillsOf(order).ToArray());
            Assert.Equal(before, now.Take(before.Length));
            if (Final.Contains(told.Text("status"))) AssertSameOutcome(told, order);
            var filled = now.Sum(f => f.Quantity);
            Assert.Equal(filled, order.GetProperty("filled_qty").GetDecimal());
            if (order.Text("status") is "accepted" or "partially_filled" or "filled")
                Assert.Equal(order.GetProperty("qty").GetDecimal(), filled + order.GetProperty("remaining_qty").GetDecimal());
        }
        foreach (var id in history.Canceled.Keys) Assert.Equal("canceled", stored[id].Text("status"));
        Assert.Equal(history.Acknowledged.Count, stored.Keys.Count(id => !GroupCheck.IsExit(id)));
    }

    /// <summary>What has ended stays as it was told.</summary>
    private static void AssertSameOutcome(JsonElement told, JsonElement order)
    {
        Assert.Equal(told.Text("status"), order.Text("status"));
        Assert.Equal(told.GetProperty("reject_reason").GetString(), order.GetProperty("reject_reason").GetString());
        Assert.Equal(told.GetProperty("filled_qty").GetDecimal(), order.GetProperty("filled_qty").GetDecimal());
        Assert.Equal(told.GetProperty("remaining_qty").GetDecimal(), order.GetProperty("remaining_qty").GetDecimal());
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
        TradingStack stack, string account, Fill[] fills, int open, TimeSpan? patience)
    {
        // A maker hears of its fills a moment after the taker was answered.
        var expected = Describe(fills.GroupBy(f => f.Symbol).Select(g => (g.Key, g.Sum(f => f.SignedQuantity))));
        var expectedCash = OpeningCash - fills.Sum(f => f.SignedQuantity * f.Price);
        await Eventually.BecomesAsync(
            () => PositionsAsync(stack, account), held => held == expected, patience,
            $"{account} holds {expected} by its fills;");
        await Eventually.BecomesAsync(
            () => StateAsync(stack, account), state => state == (expectedCash, open), patience,
            $"{account} has {(expectedCash, open)} by its orders;");
        return expectedCash;
    }

    private static async Task<(decimal Cash, int OpenOrders)> StateAsync(TradingStack stack, string account)
    {
        var (status, state) = await stack.GetAsync($"/accounts/{account}");
        return status == 200 ? (state.GetProperty("cash").GetDecimal(), state.GetProperty("open_orders").GetInt32()) : default;
    }

    private static async Task<string> PositionsAsync(TradingStack stack, string account)
    {
        var (status, positions) = await stack.GetAsync($"/accounts/{account}/positions");
        return status != 200
            ? $"{status} {positions}"
            : Describe(positions.EnumerateArray().Select(p => (p.Text("symbol"), p.GetProperty("qty").GetDecimal())));
    }

    private static string Describe(IEnumerable<(string Symbol, decimal Quantity)> positions) =>
        string.Join(' ', positions.OrderBy(p => p.Symbol, StringComparer.Ordinal).Select(p => $"{p.Symbol}:{p.Quantity:0.##}"));

    private static IEnumerable<Fill> FillsOf(JsonElement order)
    {
        if (order.GetProperty("execution").ValueKind == JsonValueKind.Null) return [];
        var sign = order.Text("side") == "buy" ? 1 : -1;
        return order.GetProperty("execution").GetProperty("fills").EnumerateArray().Select(f => new Fill(
            f.Text("trade_id"), order.Text("account"), order.Text("symbol"), sign * f.GetProperty("qty").GetDecimal(),
            f.GetProperty("price").GetDecimal(), f.Text("liquidity") == "maker"));
    }

    private sealed record Fill(string TradeId, string Account, string Symbol, decimal SignedQuantity, decimal Price, bool IsMaker)
    {
        public decimal Quantity => Math.Abs(SignedQuantity);
    }
}
