using System.Text.Json;
using TradingOps.Engine.Accounts;
using TradingOps.Engine.Books;
using TradingOps.Engine.Margin;
using TradingOps.Engine.Risk;

namespace TradingOps.Benchmarks.Cases;

/// <summary>Figures of an account, and what they must come to; what is expected says which.</summary>
internal static class RiskCase
{
    private static readonly string[] CurveFields = ["day_pnl", "daily_loss_pct", "drawdown_pct", "hwm"];

    /// <summary>What differs.</summary>
    public static IReadOnlyList<string> Run(JsonElement item)
    {
        var expect = item.GetProperty("expect");
        var differences = new List<string>();
        if (expect.EnumerateObject().Any(field => CurveFields.Contains(field.Name))) differences.AddRange(RunCurve(item, expect));
        foreach (var field in expect.EnumerateObject().Where(field => !CurveFields.Contains(field.Name)))
        {
            differences.AddRange(field.Name switch
            {
                "order_value" => CaseFile.Compare(field.Name, OrderValue(item), CaseFile.Read(expect, field.Name)),
                "buying_power" => CaseFile.Compare(field.Name, BuyingPower(item), CaseFile.Read(expect, field.Name)),
                "extra" => CaseFile.Compare(
                    field.Name, Extra(item), field.Value.ToString() == "none" ? 0 : CaseFile.Read(expect, field.Name)),
                "note" => [],
                _ => [$"'{field.Name}' is not known"],
            });
        }
        return differences;
    }

    private static IEnumerable<string> RunCurve(JsonElement item, JsonElement expect)
    {
        var began = CaseFile.Read(item, "sod_equity");
        var curve = default(EquityCurve).Sample(CaseFile.Find(item, "prior_hwm") ?? began).StartDay(began, 0);
        var equity = began;
        foreach (var sample in item.GetProperty("samples").EnumerateArray())
        {
            curve = curve.Move(CaseFile.Find(sample, "cash_flow") ?? 0);
            equity = CaseFile.Read(sample, "equity");
            curve = curve.Sample(equity);
        }
        // The cases measure a loss by the start of the day alone, also where cash moved in.
        var loss = Math.Max(0, -curve.DayPnl(equity)) / began;
        return
        [
            .. CaseFile.Compare("day_pnl", curve.DayPnl(equity), CaseFile.Find(expect, "day_pnl")),
            .. CaseFile.Compare("daily_loss_pct", loss, CaseFile.Find(expect, "daily_loss_pct")),
            .. CaseFile.Compare("drawdown_pct", curve.Drawdown(equity), CaseFile.Find(expect, "drawdown_pct")),
            .. CaseFile.Compare("hwm", curve.HighWaterMark, CaseFile.Find(expect, "hwm")),
        ];
    }

    private static decimal OrderValue(JsonElement item) => CaseFile.Read(item, "qty")
        * (OpeningOrders.Price(SideOf(item), CaseFile.Find(item, "limit"), CaseFile.Find(item, "ask"))
            ?? throw new KeyNotFoundException("'ask' is missing"));

    /// <summary>Of stock alone: leverage counts for what the equity carries.</summary>
    private static decimal BuyingPower(JsonElement item) => Valuation.BuyingPowerOf(
        CaseFile.Read(item, "multiplier") * CaseFile.Read(item, "equity"), CaseFile.Find(item, "gross") ?? 0,
        item.TryGetProperty("open_orders", out var orders)
            ? orders.EnumerateArray().Sum(order => CaseFile.Read(order, "value"))
            : 0);

    /// <summary>What an order takes beyond what the orders before it take.</summary>
    private static decimal Extra(JsonElement item)
    {
        var position = CaseFile.Read(item, "position");
        decimal buys = CaseFile.Find(item, "pending_buy") ?? 0, sells = CaseFile.Find(item, "pending_sell") ?? 0;
        var (unitBuy, unitSell) = (CaseFile.Read(item, "margin_per_unit_buy"), CaseFile.Read(item, "margin_per_unit_sell"));
        var order = item.GetProperty("order");
        var quantity = CaseFile.Read(order, "qty");
        return SideOf(order) == Side.Buy
            ? Opening(buys + quantity, unitBuy, -position) - Opening(buys, unitBuy, -position)
            : Opening(sells + quantity, unitSell, position) - Opening(sells, unitSell, position);
    }

    private static decimal Opening(decimal quantity, decimal unit, decimal closable) =>
        OpeningOrders.Quantity(quantity, closable) * unit;

    private static Side SideOf(JsonElement item) => CaseFile.ReadText(item, "side") switch
    {
        "buy" => Side.Buy,
        "sell" => Side.Sell,
        var other => throw new FormatException($"side '{other}' is not known"),
    };
}
