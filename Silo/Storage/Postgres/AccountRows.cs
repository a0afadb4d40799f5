using Npgsql;
using TradingOps.Engine.Accounts;

namespace TradingOps.Silo.Storage.Postgres;

/// <summary>The rows of a checkpoint in <c>accounts</c> and <c>positions</c>.</summary>
internal static class AccountRows
{
    public static IEnumerable<NpgsqlBatchCommand> ToCommands(AccountCheckpoint account)
    {
        var rows = new Rows();
        rows.Row()
            .Text("account", account.Id)
            .Numeric("cash", account.Cash)
            .Numeric("start_of_day_equity", account.Equity.StartOfDay)
            .Numeric("realized_pnl", account.Positions.Sum(p => p.RealizedPnl))
            .Bigint("open_orders", (long)account.OpenOrders.Count);
        yield return rows.ToCommand(
            """
            INSERT INTO accounts ({columns}) SELECT * FROM unnest({unnest})
            ON CONFLICT (account) DO UPDATE SET cash = excluded.cash, start_of_day_equity = excluded.start_of_day_equity,
                realized_pnl = excluded.realized_pnl, open_orders = excluded.open_orders, updated_at = now()
            """);
        var positions = new Rows();
        foreach (var p in account.Positions)
            positions.Row()
                .Text("account", account.Id)
                .Text("symbol", p.Symbol)
                .Numeric("quantity", p.Quantity)
                .Numeric("avg_price", Math.Round(p.AveragePrice, 10))
                .Numeric("open_cost", p.OpenCost)
                .Numeric("realized_pnl", p.RealizedPnl)
                .Numeric("fees", p.Fees);
        if (positions.IsEmpty) yield break;
        yield return positions.ToCommand(
            """
            INSERT INTO positions ({columns}) SELECT * FROM unnest({unnest})
            ON CONFLICT (account, symbol) DO UPDATE SET quantity = excluded.quantity, avg_price = excluded.avg_price,
                open_cost = excluded.open_cost, realized_pnl = excluded.realized_pnl, fees = excluded.fees, updated_at = now()
            """);
    }
}
