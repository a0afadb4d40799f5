using Npgsql;
using TradingOps.Engine.Accounts;
using static NpgsqlTypes.NpgsqlDbType;

namespace TradingOps.Silo.Storage.Postgres;

/// <summary>The rows of a checkpoint in <c>accounts</c> and <c>positions</c>.</summary>
internal static class AccountRows
{
    public static IEnumerable<NpgsqlBatchCommand> ToCommands(AccountCheckpoint account)
    {
        var rows = new Rows();
        rows.Add(
            ("account", Text, account.Id),
            ("cash", Numeric, account.Cash),
            ("start_of_day_equity", Numeric, account.Equity.StartOfDay),
            ("realized_pnl", Numeric, account.Positions.Sum(p => p.RealizedPnl)),
            ("open_orders", Bigint, (long)account.OpenOrders.Count));
        yield return rows.ToCommand(
            """
            INSERT INTO accounts ({columns}) SELECT * FROM unnest({unnest})
            ON CONFLICT (account) DO UPDATE SET cash = excluded.cash, start_of_day_equity = excluded.start_of_day_equity,
                realized_pnl = excluded.realized_pnl, open_orders = excluded.open_orders, updated_at = now()
            """);
        var positions = new Rows();
        foreach (var p in account.Positions)
            positions.Add(
                ("account", Text, account.Id),
                ("symbol", Text, p.Symbol),
                ("quantity", Numeric, p.Quantity),
                ("avg_price", Numeric, Math.Round(p.AveragePrice, 10)),
                ("open_cost", Numeric, p.OpenCost),
                ("realized_pnl", Numeric, p.RealizedPnl),
                ("fees", Numeric, p.Fees));
        if (positions.IsEmpty) yield break;
        yield return positions.ToCommand(
            """
            INSERT INTO positions ({columns}) SELECT * FROM unnest({unnest})
            ON CONFLICT (account, symbol) DO UPDATE SET quantity = excluded.quantity, avg_price = excluded.avg_price,
                open_cost = excluded.open_cost, realized_pnl = excluded.realized_pnl, fees = excluded.fees, updated_at = now()
            """);
    }
}
