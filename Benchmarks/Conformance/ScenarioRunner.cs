using System.Text.Json;
using TradingOps.Engine.Books;

namespace TradingOps.Benchmarks.Conformance;

/// <summary>Runs a scenario through an order book step by step and compares everything that the scenario states.</summary>
internal sealed class ScenarioRunner
{
    private readonly Scenario _scenario;

    // The instruments of the scenarios are outrights: their prices are positive.
    private readonly OrderBook _book = new(new BookLimits { MinPrice = 1 });
    private readonly BookEventBuffer _events = new();
    private readonly Dictionary<string, int> _accounts = [];
    private readonly List<string> _differences = [];
    private readonly Dictionary<string, List<string>> _all = new()
    {
        ["trades"] = [],
        ["cancelled"] = [],
        ["triggered"] = [],
        ["rejected"] = [],
    };

    public ScenarioRunner(Scenario scenario) => _scenario = scenario;

    /// <summary>Runs all steps.</summary>
    /// <returns>The differences; none if the scenario passed.</returns>
    public IReadOnlyList<string> Run()
    {
        for (var i = 0; i < _scenario.Steps.Count; i++) RunStep(i, _scenario.Steps[i]);
        var expect = _scenario.Expect;
        if (expect.ValueKind == JsonValueKind.Object)
        {
            CompareEvents("all steps", expect, _all, "trades", "cancelled", "rejected");
            CompareState("the end", expect);
        }
        return _differences;
    }

    private void RunStep(int number, JsonElement step)
    {
        var id = step.TryGetProperty("id", out var given) ? $" {given}" : "";
        var where = $"step {number} {step.GetProperty("op").GetString()}{id}";
        _events.Clear();
        var reason = BookReason.InvalidQuantity;
        // Whole ticks and lots are what the gate in front of a book checks.
        if (new StepCommand(_scenario, _book, _accounts).TryRead(step, out var command))
            reason = _scenario.Gate.Refuses(command) ? BookReason.InvalidOrder : _book.Apply(command, _events);
        _book.ValidateInvariants();

        var happened = Describe(reason, step);
        foreach (var (kind, list) in _all) list.AddRange(happened[kind]);
        if (!step.TryGetProperty("expect", out var expect)) return;
        var wanted = expect.TryGetProperty("result", out var result) ? result.GetString()! : "accepted";
        Compare(where, "result", wanted, reason == BookReason.None ? "accepted" : "rejected", $" ({reason})");
        CompareEvents(where, expect, happened, "trades", "cancelled", "triggered", "decremented");
        CompareState(where, expect);
    }

    private Dictionary<string, List<string>> Describe(BookReason reason, JsonElement step)
    {
        var happened = new Dictionary<string, List<string>>
        {
            ["trades"] = [],
            ["cancelled"] = [],
            ["triggered"] = [],
            ["decremented"] = [],
            ["rejected"] = [],
        };
        if (reason != BookReason.None && step.GetProperty("op").GetString() == "new")
            happened["rejected"].Add(step.GetProperty("id").ToString());
        foreach (ref readonly var e in _events.Span)
        {
            switch (e.Kind)
            {
                case BookEventKind.Traded:
                    happened["trades"].Add($"{e.OrderId}<{e.CounterOrderId} {Lots(e.Quantity)}@{Price(e.Price)}");
                    break;
                case BookEventKind.Canceled or BookEventKind.Expired:
                    happened["cancelled"].Add($"{e.OrderId} {Lots(e.Quantity)} {ReasonName(e)}");
                    break;
                case BookEventKind.Triggered:
                    happened["triggered"].Add($"{e.OrderId}");
                    break;
                case BookEventKind.Reduced when e.Reason == BookReason.SelfTrade:
                    happened["decremented"].Add($"{e.OrderId} {Lots(e.Quantity)}");
                    break;
            }
        }
        return happened;
    }

    private static string ReasonName(in BookEvent e) => e.Reason switch
    {
        _ when e.Kind == BookEventKind.Expired => "validity_expired",
        BookReason.Requested => "user_requested",
        BookReason.ImmediateOrCancel => "immediate_or_cancel",
        BookReason.FillOrKill => "fill_or_kill",
        BookReason.NoLiquidity => "market_order_no_liquidity",
        BookReason.SelfTrade => "self_match",
        BookReason.PostOnly => "book_or_cancel",
        _ => e.Reason.ToString(),
    };

    /// <summary>A list that a scenario leaves out is an empty one.</summary>
    private void CompareEvents(
        string where, JsonElement expect, Dictionary<string, List<string>> happened, params string[] kinds)
    {
        foreach (var kind in kinds)
        {
            var list = expect.TryGetProperty(kind, out var json) ? json.EnumerateArray().ToArray() : [];
            var expected = list.Select(item => Expected(kind, item)).ToList();
            var actual = happened[kind].ToList();
            if (kind == "cancelled")
            {
                // Not every scenario gives a reason, and nobody promises an order among cancels of one step.
                actual = [.. actual.Select(text => WithoutReason(text) is var bare && expected.Contains(bare) ? bare : text)];
                expected.Sort(StringComparer.Ordinal);
                actual.Sort(StringComparer.Ordinal);
            }
            Compare(where, kind, string.Join(", ", expected), string.Join(", ", actual), "");
        }
    }

    private static string WithoutReason(string cancelled) => cancelled[..cancelled.LastIndexOf(' ')];

    private static string Expected(string kind, JsonElement item) => kind switch
    {
        "trades" => $"{item.GetProperty("taker")}<{item.GetProperty("maker")} {Text(item, "qty")}@{Text(item, "price")}",
        "cancelled" => $"{item.GetProperty("id")} {Text(item, "qty")}{ExpectedReason(item)}",
        "decremented" => $"{item.GetProperty("id")} {Text(item, "qty")}",
        _ => item.ToString(),
    };

    private static string ExpectedReason(JsonElement item)
    {
        if (!item.TryGetProperty("reason", out var reason)) return "";
        // A purge is a cancel by the owner of the book.
        return reason.GetString() == "purged" ? " user_requested" : " " + reason.GetString();
    }

    private void CompareState(string where, JsonElement expect)
    {
        if (expect.TryGetProperty("book", out var levels))
        {
            CompareSides(where, "book", levels, "bids", "asks", ExpectedLevel, side => Levels(side, order => order.Displayed));
            CompareDepth(where);
        }
        if (expect.TryGetProperty("book_full", out var full))
            CompareSides(where, "full book", full, "bids", "asks", ExpectedLevel, side => Levels(side, order => order.Remaining));
        if (expect.TryGetProperty("queue", out var queue))
            CompareSides(where, "queue", queue, "bids", "asks", id => id.ToString(), side => Ids(_book.Orders(side)));
        if (expect.TryGetProperty("stops", out var stops))
            CompareSides(where, "stops", stops, "buy", "sell", id => id.ToString(), side => Ids(_book.Stops(side)));
    }

    private void CompareSides(
        string where, string what, JsonElement expect, string buyName, string sellName,
        Func<JsonElement, string> expected, Func<Side, IEnumerable<string>> actual)
    {
        foreach (var (name, side) in new[] { (buyName, Side.Buy), (sellName, Side.Sell) })
        {
            var wanted = string.Join(", ", expect.GetProperty(name).EnumerateArray().Select(expected));
            Compare(where, $"{what} {name}", wanted, string.Join(", ", actual(side)), "");
        }
    }

    /// <summary>The depth that the book keeps must be the sum of its orders.</summary>
    private void CompareDepth(string where)
    {
        foreach (var side in new[] { Side.Buy, Side.Sell })
        {
            var levels = new DepthLevel[_book.Orders(side).Count()];
            var count = _book.CopyDepth(side, levels);
            var depth = levels.Take(count).Select(level => $"{Lots(level.Quantity)}@{Price(level.Price)}");
            var shown = Levels(side, order => order.Displayed);
            Compare(where, $"depth {side}", string.Join(", ", shown), string.Join(", ", depth), "");
        }
    }

    private IEnumerable<string> Levels(Side side, Func<OpenOrder, long> quantity) =>
        _book.Orders(side).GroupBy(order => order.Price).Select(level => $"{Lots(level.Sum(quantity))}@{Price(level.Key)}");

    private static IEnumerable<string> Ids(IEnumerable<OpenOrder> orders) => orders.Select(order => $"{order.OrderId}");

    private static string ExpectedLevel(JsonElement level) => $"{Text(level[1])}@{Text(level[0])}";

    private static string Text(JsonElement item, string name) => Text(item.GetProperty(name));

    private static string Text(JsonElement number) => Text(Scenario.Number(number));

    private static string Text(decimal number) => number.ToString("0.############");

    private string Price(long ticks) => Text(ticks * _scenario.Tick);

    private string Lots(long lots) => Text(lots * _scenario.Lot);

    private void Compare(string where, string what, string expected, string actual, string note)
    {
        if (expected != actual) _differences.Add($"{where}: {what} is [{actual}]{note}, expected [{expected}]");
    }
}
