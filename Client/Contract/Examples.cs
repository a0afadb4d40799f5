namespace TradingOps.Client.Contract;

/// <summary>Bodies as they are sent and answered.</summary>
internal static class Examples
{
    public const string NewOrder =
        """
        {"symbol":"AAPL","account":"demo","side":"buy","type":"limit","qty":10,"limit_price":187.43,
         "client_order_id":"a-17"}
        """;

    public const string Order =
        """
        {"id":"AAPL-1042","client_order_id":"a-17","account":"demo","symbol":"AAPL","asset_class":"EQUITY","side":"buy",
         "type":"limit","time_in_force":"day","qty":10,"limit_price":187.43,"stop_price":null,"display_qty":null,
         "status":"filled","filled_qty":10,"remaining_qty":0,"reject_reason":null,
         "received_at":"2026-01-05T14:30:00.123456Z","updated_at":"2026-01-05T14:30:00.123456Z",
         "execution":{"avg_price":187.43,"filled_qty":10,"destination":"EQUITY_EXCHANGE",
          "fills":[{"trade_id":"AAPL-1042-1","price":187.43,"qty":10,"liquidity":"taker","at":"2026-01-05T14:30:00.123456Z"}]}}
        """;

    public const string Orders = $"[{Order}]";

    public const string NewBatch =
        $$"""[{{NewOrder}},{"symbol":"NOPE","qty":1}]""";

    public const string Batch =
        $$$"""[{"status":201,"order":{{{Order}}}},{"status":404,"problem":{{{UnknownSymbol}}}}]""";

    public const string UnknownSymbol =
        """{"title":"Not Found","status":404,"detail":"symbol 'NOPE' is not known","code":"unknown_symbol","retryable":false}""";

    public const string Amendment = """{"qty":5,"limit_price":187.40}""";

    public const string Book =
        """
        {"symbol":"AAPL","sequence":1042,"bids":[[187.42,500],[187.40,1000]],"asks":[[187.44,500]],"last_price":187.43,
         "last_qty":10,"status":"open"}
        """;

    public const string Trade =
        """
        {"id":"AAPL-1042-1","symbol":"AAPL","side":"buy","qty":10,"price":187.43,"at":"2026-01-05T14:30:00.123456Z",
         "taker_order_id":"AAPL-1042","taker_account":"demo","maker_order_id":null,"maker_account":null}
        """;

    public const string Trades = $"[{Trade}]";

    public const string Positions =
        """
        [{"symbol":"AAPL","asset_class":"EQUITY","qty":10,"avg_price":187.43,"mark":187.42,"market_value":1874.2,
          "realized_pnl":0,"unrealized_pnl":-0.1,"multiplier":1}]
        """;

    public const string NewAccount = """{"cash":1000000}""";

    public const string Cash = """{"amount":5000,"reference":"wire-17"}""";

    public const string NewInstrument =
        """{"asset_class":"EQUITY","tick_size":0.01,"max_quantity":1000000,"reference_price":187}""";

    public const string Reason = """{"reason":"drill"}""";

    public const string Health = """{"status":"ok","checks":{"cluster":{"status":"ok","detail":null,"duration_ms":0.4}}}""";

    public const string Status = """{"status":"ok"}""";
}
