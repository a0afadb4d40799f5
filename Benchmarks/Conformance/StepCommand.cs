using System.Text.Json;
using TradingOps.Engine.Books;

namespace TradingOps.Benchmarks.Conformance;

/// <summary>Reads the command of a scenario step, in whole ticks and lots.</summary>
internal sealed class StepCommand(Scenario scenario, OrderBook book, Dictionary<string, int> accounts)
{
    /// <summary>Reads a step.</summary>
    /// <returns>False if a price or a quantity is not a whole number of ticks or lots.</returns>
    public bool TryRead(JsonElement step, out BookCommand command)
    {
        command = default;
        if (!TryUnits(step, "price", scenario.Tick, out var price) || !TryUnits(step, "stop", scenario.Tick, out var stop)
            || !TryUnits(step, "qty", scenario.Lot, out var quantity) || !TryUnits(step, "by", scenario.Lot, out var by)
            || !TryUnits(step, "display", scenario.Lot, out var display))
        {
            return false;
        }
        var kind = Kind(step.GetProperty("op").GetString()!);
        var id = Long(step, "id");
        if (kind == BookCommandKind.Replace && book.TryGetOrder(id, out var open))
        {
            // What a replacement leaves out stays.
            price = step.TryGetProperty("price", out _) ? price : open.Price;
            stop = step.TryGetProperty("stop", out _) ? stop : open.StopPrice;
            quantity = step.TryGetProperty("qty", out _) ? quantity : open.Remaining;
        }
        command = new BookCommand
        {
            Kind = kind,
            OrderId = id,
            NewOrderId = Long(step, "new_id"),
            Account = Account(step, kind),
            Spec = new()
            {
                Instructions = new(
                    Text(step, "side") == "sell" ? Side.Sell : Side.Buy, Type(Text(step, "type")),
                    TimeInForceOf(Text(step, "tif")), Prevention(Text(step, "stp")),
                    step.TryGetProperty("post_only", out var postOnly) && postOnly.GetBoolean()),
                Price = kind == BookCommandKind.New && Text(step, "type") == "market" ? 0 : price,
                StopPrice = stop,
                Quantity = kind == BookCommandKind.Reduce ? by : quantity,
                DisplayQuantity = display,
                Amount = Cash(step, "amount"),
                CashLimit = Cash(step, "budget"),
                ExpireAt = Long(step, "expire_at"),
            },
            Time = Long(step, "time"),
        };
        return true;
    }

    private static BookCommandKind Kind(string op) => op switch
    {
        "new" => BookCommandKind.New,
        "cancel" => BookCommandKind.Cancel,
        "reduce" => BookCommandKind.Reduce,
        "replace" => BookCommandKind.Replace,
        "set_last_price" => BookCommandKind.SetLastPrice,
        "advance_time" => BookCommandKind.AdvanceTime,
        _ => throw new InvalidDataException($"There is no step '{op}'."),
    };

    private static OrderType Type(string type) => type switch
    {
        "" => default,
        "market" => OrderType.Market,
        "limit" => OrderType.Limit,
        "stop" => OrderType.Stop,
        "stop_limit" => OrderType.StopLimit,
        _ => throw new InvalidDataException($"There is no order type '{type}'."),
    };

    private static TimeInForce TimeInForceOf(string tif) => tif switch
    {
        "day" or "" => TimeInForce.Day,
        "gtc" => TimeInForce.Gtc,
        "ioc" => TimeInForce.Ioc,
        "fok" => TimeInForce.Fok,
        "gtd" => TimeInForce.Gtd,
        _ => throw new InvalidDataException($"There is no time in force '{tif}'."),
    };

    private static SelfTradePrevention Prevention(string stp) => stp switch
    {
        "none" or "" => SelfTradePrevention.None,
        "cancel_newest" => SelfTradePrevention.CancelNewest,
        "cancel_oldest" => SelfTradePrevention.CancelOldest,
        "cancel_both" => SelfTradePrevention.CancelBoth,
        "decrement" => SelfTradePrevention.Decrement,
        _ => throw new InvalidDataException($"There is no self-trade prevention '{stp}'."),
    };

    private int Account(JsonElement step, BookCommandKind kind)
    {
        if (!step.TryGetProperty("account", out var name)) return kind == BookCommandKind.New ? 0 : OrderBook.AnyAccount;
        if (!accounts.TryGetValue(name.ToString(), out var account)) accounts.Add(name.ToString(), account = accounts.Count + 1);
        return account;
    }

    private static string Text(JsonElement step, string name) =>
        step.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";

    private static long Long(JsonElement step, string name) => step.TryGetProperty(name, out var value) ? value.GetInt64() : 0;

    private long Cash(JsonElement step, string name) => step.TryGetProperty(name, out var value)
        ? (long)decimal.Floor(Scenario.Number(value) / (scenario.Tick * scenario.Lot))
        : 0;

    private static bool TryUnits(JsonElement step, string name, decimal unit, out long units)
    {
        units = 0;
        if (!step.TryGetProperty(name, out var json) || json.ValueKind == JsonValueKind.Null) return true;
        var number = Scenario.Number(json) / unit;
        if (number % 1 != 0 || Math.Abs(number) > long.MaxValue) return false;
        units = (long)number;
        return true;
    }
}
