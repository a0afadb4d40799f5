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
            var suffixes = Text(order, "status") == "rejected" ? "" : SuffixesOf(order);
            var exits = "TS".Where(exit => stored.ContainsKey(id + exit)).ToArray();
            Assert.True(suffixes == new string(exits), $"{id} has the exits {new string(exits)}: {order}");
            if (exits.Length == 0) continue;
            var group = exits.Select(exit => stored[id + exit]).ToList();
            var bound = Filled(order);
            if (Text(order, "order_class") == "oco")
            {
                group.Add(order);
                bound = history.Sent[(Text(order, "account"), Text(order, "client_order_id"))].Qty;
            }
            AssertHolds(group, bound);
            if (bound == 0 && !IsOpen(order)) Assert.DoesNotContain(group, IsOpen);
        }
    }

    /// <summary>Fails with the first order of a group that lacks an event, or has one twice.</summary>
    public static async Task AssertHaveEventsAsync(TradingStack stack, IReadOnlyCollection<JsonElement> stored)
    {
        var groups = stored.Where(o => IsExit(Text(o, "id")) || SuffixesOf(o).Length > 0)
            .Where(o => !Text(o, "id").StartsWith("rejected-", StringComparison.Ordinal)).ToArray();
        // The load is worth its checks: exits close what entries opened, and others wait for entries that filled in part.
        Assert.Contains(groups, o => IsExit(Text(o, "id")) && Text(o, "status") == "filled");
        Assert.Contains(groups, o => IsOpen(o) && Filled(o) > 0 && Text(o, "order_class") is "bracket" or "oto");
        foreach (var symbol in groups.GroupBy(o => Text(o, "symbol")))
        {
            var events = (await ReadEventsAsync(stack, symbol.Key)).ToLookup(e => Text(e, "id"));
            foreach (var order in symbol)
            {
                var id = Text(order, "id");
                var own = events[id].ToArray();
                Assert.True(own.Length > 0, $"{id} has no events");
                Assert.True(
                    own.Count(e => e.TryGetProperty("order", out var first) && first.ValueKind == JsonValueKind.Object) == 1,
                    $"{id} was entered {own.Length} times");
                Assert.Equal(
                    Filled(order), own.Where(e => Text(e, "event") == "traded").Sum(e => e.GetProperty("qty").GetDecimal()));
                var last = own.Last(e => e.TryGetProperty("status", out var status) && status.ValueKind == JsonValueKind.String);
                Assert.Equal(Text(order, "status"), Text(last, "status"));
                Assert.Equal(Remaining(order), Remaining(own[^1]));
            }
        }
    }

    /// <summary>What one of a group trades is taken off the other; together they trade no more than the bound.</summary>
    private static void AssertHolds(List<JsonElement> group, decimal bound)
    {
        var left = bound - group.Sum(Filled);
        Assert.True(left >= 0, $"{Text(group[0], "id")} and its other traded {-left} too much: {string.Join(' ', group)}");
        var open = group.Where(IsOpen).ToArray();
        Assert.True(open.Length == 0 || open.Length == group.Count, $"one of two is open: {string.Join(' ', group)}");
        foreach (var order in open)
            Assert.True(Remaining(order) == left, $"{Text(order, "id")} has not {left} open: {string.Join(' ', group)}");
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

    private static string SuffixesOf(JsonElement order) => Text(order, "order_class") switch
    {
        "bracket" => "TS",
        "oto" => order.GetProperty("take_profit").ValueKind == JsonValueKind.Object ? "T" : "S",
        "oco" => "S",
        _ => "",
    };

    private static bool IsOpen(JsonElement order) => Text(order, "status") is "accepted" or "partially_filled";

    private static decimal Filled(JsonElement order) => order.GetProperty("filled_qty").GetDecimal();

    private static decimal Remaining(JsonElement order) => order.GetProperty("remaining_qty").GetDecimal();

    private static string Text(JsonElement element, string property) => element.GetProperty(property).GetString()!;
}
