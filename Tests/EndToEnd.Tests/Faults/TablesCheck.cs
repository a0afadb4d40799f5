namespace TradingOps.EndToEnd.Tests.Faults;

/// <summary>What a user of SQL reads, compared with itself: every question counts what contradicts.</summary>
internal static class TablesCheck
{
    private static readonly string[] Contradictions =
    [
        "orders o LEFT JOIN (SELECT order_id, sum(quantity) AS filled FROM fills GROUP BY order_id) f ON f.order_id = o.id "
            + "WHERE o.filled_quantity <> coalesce(f.filled, 0)",
        "(SELECT trade_id FROM fills GROUP BY trade_id HAVING count(*) <> 2 "
            + "OR sum(CASE side WHEN 'buy' THEN quantity ELSE -quantity END) <> 0) f",
        "trades t FULL JOIN (SELECT DISTINCT trade_id FROM fills) f ON f.trade_id = t.id "
            + "WHERE t.id IS NULL OR f.trade_id IS NULL",
        "orders WHERE status IN ('accepted', 'partially_filled') AND filled_quantity + remaining_quantity <> quantity",
        "orders o FULL JOIN open_orders p ON p.place = o.place "
            + "WHERE (o.status IN ('accepted', 'partially_filled')) IS DISTINCT FROM (p.place IS NOT NULL)",
        "(SELECT DISTINCT account, symbol FROM orders EXCEPT TABLE account_symbols) s",
        "positions p FULL JOIN (SELECT account, symbol, sum(CASE side WHEN 'buy' THEN quantity ELSE -quantity END) AS quantity "
            + "FROM fills GROUP BY account, symbol) f USING (account, symbol) "
            + "WHERE coalesce(p.quantity, 0) <> coalesce(f.quantity, 0)",
    ];

    /// <summary>Fails with the first that contradicts. Positions follow with the accounts' checkpoints.</summary>
    public static async Task AssertHoldsAsync(PostgresServer database)
    {
        foreach (var contradiction in Contradictions)
            await Eventually.BecomesAsync(
                () => database.ExecuteAsync($"SELECT count(*) FROM {contradiction}"), n => n.Trim() == "0");
    }
}
