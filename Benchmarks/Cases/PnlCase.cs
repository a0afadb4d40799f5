using System.Text.Json;
using TradingOps.Engine.Accounts;

namespace TradingOps.Benchmarks.Cases;

/// <summary>Fills of one position, and what they must come to.</summary>
internal static class PnlCase
{
    /// <summary>What differs.</summary>
    public static IReadOnlyList<string> Run(JsonElement item)
    {
        var methodName = CaseFile.ReadText(item, "method");
        if (MethodOf(methodName) is not { } method) return [$"method '{methodName}' is not known"];
        var multiplier = CaseFile.Read(item, "multiplier");
        var position = new Position(CaseFile.NameOf(item));
        decimal paid = 0, lastPrice = 0;
        foreach (var fill in item.GetProperty("fills").EnumerateArray())
        {
            var sideName = CaseFile.ReadText(fill, "side");
            if (sideName is not ("buy" or "sell")) return [$"side '{sideName}' is not known"];
            var quantity = CaseFile.Read(fill, "qty") * (sideName == "buy" ? 1 : -1);
            lastPrice = CaseFile.Read(fill, "price");
            var (fee, day) = (CaseFile.Find(fill, "fee") ?? 0, (int)(CaseFile.Find(fill, "day") ?? 0));
            position.Apply(new(quantity, lastPrice, multiplier, fee, day), method);
            paid -= quantity * lastPrice * multiplier + fee;
        }
        var mark = CaseFile.Find(item, "mark");
        var unrealized = mark is { } m ? position.UnrealizedPnl(m, multiplier) : 0;
        var expect = item.GetProperty("expect");
        return
        [
            .. CaseFile.Compare("qty", position.Quantity, CaseFile.Read(expect, "qty")),
            .. CaseFile.Compare("avg_price", position.AveragePrice, CaseFile.Read(expect, "avg_price")),
            .. CaseFile.Compare("realized", position.RealizedPnl, CaseFile.Read(expect, "realized")),
            .. CaseFile.Compare("unrealized", unrealized, CaseFile.Read(expect, "unrealized")),
            .. CheckIdentity(position, paid, mark ?? lastPrice, multiplier),
        ];
    }

    private static IEnumerable<string> CheckIdentity(Position position, decimal paid, decimal mark, decimal multiplier)
    {
        var value = paid + position.Quantity * mark * multiplier;
        var pnl = position.RealizedPnl + position.UnrealizedPnl(mark, multiplier);
        if (value != pnl) yield return $"cash and value are {value}, realised and unrealised are {pnl}";
    }

    private static CostMethod? MethodOf(string name) => name switch
    {
        "average" => CostMethod.Average,
        "fifo" => CostMethod.Fifo,
        "fifo_compressed_daily" => CostMethod.DailyFifo,
        _ => null,
    };
}
