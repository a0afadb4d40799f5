using System.Text.Json;
using TradingOps.EndToEnd.Tests.Stack;
using TradingOps.EndToEnd.Tests.Streams;

namespace TradingOps.EndToEnd.Tests.Faults;

/// <summary>Entries and their exits, and pairs: that none has more, less or other orders than what traded asks for.</summary>
internal static class GroupCheck
{
    /// <summary>Whether an id is that of an exit, or of the second order of a pair.</summary>
    public static bool IsExit(string id) =>
        !id.StartsWith("rejected-", StringComparison.Ordinal) && (id.EndsWith('T') || id.EndsWith('S'));

    /// <summary>Fails with the first group that does not hold.</summary>
    /// <param name="history">What clients sent.</param>
    /// <param name="stored">Every order as it stands, by id.</param>
    public static void AssertHolds(RecordedHistory history, IReadOnlyDictionary<string, JsonElement> stored)
    {
        foreach (var id in stored.Keys.Where(IsExit))
            Assert.True(stored.ContainsKey(id[..^1]), $"{id} has no entry");
        foreach (var (id, order) in stored.Where(o => !IsExit(o.Key)))
        {
            var suffixes = order.Text("status") == "rejected" ? "" : SuffixesOf(order);
            var exits = "TS".Where(exit => stored.ContainsKey(id + exit)).ToArray();
            Assert.True(suffixes == new string(exits), $"{id} has the exits {new string(exits)}: {order}");
            if (exits.Length == 0) continue;
            var group = exits.Select(exit => stored[id + exit]).ToList();
            var bound = Filled(order);
            if (order.Text("order_class") == "oco")
            {
                group.Add(order);
                bound = history.Sent[(order.Text("account"), order.Text("client_order_id"))].Qty;
            }
            AssertHolds(group, bound);
            if (bound == 0 && !IsOpen(order)) Assert.DoesNotContain(group, IsOpen);
        }
    }

    /// <summary>Fails with the first order of a group that lacks an event, or has one twice.</summary>
    public static async Task AssertHaveEventsAsync(TradingStack stack, IReadOnlyCollection<JsonElement> stored)
    {
        var groups = stored.Where(o => IsExit(o.Text("id")) || SuffixesOf(o).Length > 0)
            .Where(o => !o.Text("id").StartsWith("rejected-", StringComparison.Ordinal)).ToArray();
        // The load is worth its checks: exits close what entries opened, and entries fill in parts.
        Assert.Contains(groups, o => IsExit(o.Text("id")) && o.Text("status") == "filled");
        Assert.Contains(groups, o => CountFills(o) > 1 && o.Text("order_class") is "bracket" or "oto");
        foreach (var symbol in groups.GroupBy(o => o.Text("symbol")))
        {
            var events = (await ReadEventsAsync(stack, symbol.Key)).ToLookup(e => e.Text("id"));
            foreach (var order in symbol)
            {
                var id = order.Text("id");
                var own = events[id].ToArray();
                Assert.True(own.Length > 0, $"{id} has no events");
                Assert.True(
                    own.Count(e => e.TryGetProperty("order", out var first) && first.ValueKind == JsonValueKind.Object) == 1,
                    $"{id} was entered {own.Length} times");
                Assert.Equal(
                    Filled(order), own.Where(e => e.Text("event") == "traded").Sum(e => e.GetProperty("qty").GetDecimal()));
                var last = own.Last(e => e.TryGetProperty("status", out var status) && status.ValueKind == JsonValueKind.String);
                Assert.Equal(order.Text("status"), last.Text("status"));
                Assert.Equal(Remaining(order), Remaining(own[^1]));
            }
        }
    }

    /// <summary>What one of a group trades is taken off the other; together they trade no more than the bound.</summary>
    private static void AssertHolds(List<JsonElement> group, decimal bound)
    {
        var left = bound - group.Sum(Filled);
        Assert.True(left >= 0, $"{group[0].Text("id")} and its other traded {-left} too much: {string.Join(' ', group)}");
        var open = group.Where(IsOpen).ToArray();
        Assert.True(open.Length == 0 || open.Length == group.Count, $"one of two is open: {string.Join(' ', group)}");
        foreach (var order in open)
            Assert.True(Remaining(order) == left, $"{order.Text("id")} has not {left} open: {string.Join(' ', group)}");
    }

    private static async Task<List<JsonElement>> ReadEventsAsync(TradingStack stack, string symbol)
    {
        await RestlessReader.EndAsync(stack, symbol);
        var events = new List<JsonElement>();
        await using var stream = await EventStream.OpenAsync(stack.Front, $"symbol={symbol}&types=order", $"{symbol}=0");
        while (await stream.NextAsync() is { } e)
        {
            Assert.NotEqual("reset", e.Name);
            events.Add(e.Data);
            if (RestlessReader.IsLast(e.Data)) return events;
        }
        throw new InvalidOperationException($"the log of {symbol} has no end");
    }

    private static string SuffixesOf(JsonElement order) => order.Text("order_class") switch
    {
        "bracket" => "TS",
        "oto" => order.GetProperty("take_profit").ValueKind == JsonValueKind.Object ? "T" : "S",
        "oco" => "S",
        _ => "",
    };

    private static bool IsOpen(JsonElement order) => order.Text("status") is "accepted" or "partially_filled";

    private static int CountFills(JsonElement order) =>
        order.GetProperty("execution") is { ValueKind: JsonValueKind.Object } execution
            ? execution.GetProperty("fills").GetArrayLength()
            : 0;

    private static decimal Filled(JsonElement order) => order.GetProperty("filled_qty").GetDecimal();

    private static decimal Remaining(JsonElement order) => order.GetProperty("remaining_qty").GetDecimal();
}
