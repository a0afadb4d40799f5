using TradingOps.Bodies.Accounts;
using TradingOps.Bodies.Books;
using TradingOps.Bodies.Breakers;
using TradingOps.Bodies.Incidents;
using TradingOps.Bodies.Instruments;
using TradingOps.Bodies.MarketData;
using TradingOps.Bodies.Orders;
using TradingOps.Client.Accounts;
using TradingOps.Client.Audit;
using TradingOps.Client.AuditTrail;
using TradingOps.Client.Books;
using TradingOps.Client.Breakers;
using TradingOps.Client.Desks;
using TradingOps.Client.Firm;
using TradingOps.Client.Incidents;
using TradingOps.Client.Losses;
using TradingOps.Client.MarketData;
using TradingOps.Client.Orders;
using TradingOps.Client.Prices;
using TradingOps.Client.Risk;
using TradingOps.Client.Trades;

namespace TradingOps.Client.Contract;

/// <summary>Bodies as they are sent and answered.</summary>
internal static class Examples
{
    private const string NewOrder =
        """
        {"symbol":"AAPL","account":"demo","side":"buy","type":"limit","qty":10,"limit_price":187.43,
         "client_order_id":"a-17","tag":"momentum"}
        """;

    private const string Order =
        """
        {"id":"AAPL-1042","client_order_id":"a-17","earlier_client_order_ids":null,"account":"demo","symbol":"AAPL",
         "asset_class":"EQUITY","side":"buy","type":"limit","time_in_force":"day","qty":10,"limit_price":187.43,
         "stop_price":null,"display_qty":null,"post_only":false,"self_trade_prevention":"cancel_newest","expire_at":null,
         "notional":null,"trail_price":null,"trail_percent":null,"trigger":null,
         "max_slippage":null,"min_qty":null,"reduce_only":false,"order_class":"simple","take_profit":null,"stop_loss":null,
         "tag":"momentum","legs":null,
         "status":"filled","filled_qty":10,"remaining_qty":0,"reject_reason":null,"breaker_scope":null,
         "received_at":"2026-01-05T14:30:00.123456Z","updated_at":"2026-01-05T14:30:00.123456Z",
         "execution":{"avg_price":187.43,"filled_qty":10,"destination":"EQUITY_EXCHANGE",
          "fills":[{"trade_id":"AAPL-1042-1","price":187.43,"qty":10,"liquidity":"taker","at":"2026-01-05T14:30:00.123456Z"}]}}
        """;

    private const string NewBatch =
        $$"""[{{NewOrder}},{"symbol":"NOPE","qty":1}]""";

    private const string Batch =
        $$$"""[{"status":201,"order":{{{Order}}}},{"status":404,"problem":{{{UnknownSymbol}}}}]""";

    private const string UnknownSymbol =
        """
        {"title":"Not Found","status":404,"detail":"symbol 'NOPE' is not known; GET /instruments lists all",
         "code":"unknown_symbol","retryable":false}
        """;

    private const string Amendment = """{"qty":5,"limit_price":187.40}""";

    private const string Bar =
        """
        {"start":"2026-01-05T14:30:00Z","open":187.40,"high":187.46,"low":187.39,"close":187.43,"volume":1240,"count":17,
         "vwap":187.424516}
        """;

    private const string NewFeed =
        """
        {"id":"monday","kind":"file","symbols":["AAPL"],"file":"aapl.csv.gz","format":"csv","speed":10,"restamp":true,
         "columns":["price=px","qty=size"]}
        """;

    private const string Feed =
        """
        {"id":"monday","kind":"file","symbols":["AAPL"],"recorded_as":[],"file":"aapl.csv.gz","format":"csv","day":null,
         "speed":10,"target":"prices","restamp":true,"columns":["price=px","qty=size"],"seed":null,"server":null,"topic":null,
         "status":"running","run":1,
         "place":1042,"progress":0.0125,"recorded_at":"2026-01-05T14:31:07Z","received_at":"2026-02-02T10:00:06.7Z",
         "taken":1041,"bad":0,"faults":[],"fault":null,"changed_by":"ann at 10.0.0.7","changed_at":"2026-02-02T10:00:00Z"}
        """;

    private const string NewTick = """{"feed":"desk","symbol":"AAPL","price":187.43,"qty":10}""";

    private const string LatestPrice =
        """
        {"symbol":"AAPL","source":"book","last_price":187.43,"last_qty":10,"last_at":"2026-01-05T14:30:00.123456Z",
         "bid":187.42,"bid_qty":500,"ask":187.44,"ask_qty":500,"received_at":null,"stale":false}
        """;

    private const string Book =
        """
        {"symbol":"AAPL","sequence":1042,"bids":[[187.42,500],[187.40,1000]],"asks":[[187.44,500]],"last_price":187.43,
         "last_qty":10,"status":"open","auction":null}
        """;

    private const string Clock =
        """
        {"symbol":"AAPL","sequence":1043,"before":"2026-01-06T15:30:00.123456Z","time":"2026-01-05T14:30:00.123456Z"}
        """;

    private const string WhatIf =
        """
        {"accepted":true,"code":null,"detail":null,
         "margin":{"before":{"initial":1874.2,"maintenance":468.55},"after":{"initial":3748.4,"maintenance":937.1}},
         "buying_power":{"before":998125.7,"after":996251.4}}
        """;

    private const string Flattened =
        """
        {"canceled":3,"orders":[],
         "left":[{"symbol":"AAPL","qty":100,"code":"no_liquidity","detail":"100 of 100 were not filled"}]}
        """;

    private const string Trade =
        """
        {"id":"AAPL-1042-1","symbol":"AAPL","side":"buy","qty":10,"price":187.43,"auction":false,
         "at":"2026-01-05T14:30:00.123456Z",
         "taker_order_id":"AAPL-1042","taker_account":"demo","maker_order_id":null,"maker_account":null,
         "taker_tag":"momentum","maker_tag":null,"corrected_price":null,"busted_at":null}
        """;

    private const string Position =
        """
        {"symbol":"AAPL","asset_class":"EQUITY","qty":10,"avg_price":187.43,"mark":187.42,"market_value":1874.2,
         "liquidation_value":1874.1,"realized_pnl":0,"realized":{"trade":0,"fee":0,"variation":0,"exercise":0},
         "unrealized_pnl":-0.1,"multiplier":1,"fees":0,
         "cost_method":"average","stale":false,"mark_age_seconds":0.012}
        """;

    private const string Account =
        """
        {"account":"demo","cash":998125.7,"equity":999999.9,"start_of_day_equity":1000000,"high_water_mark":1000000,
         "buying_power":998125.7,
         "margin":{"model":"reg_t","initial":1874.2,"maintenance":468.55,"excess":999531.35},
         "pnl":{"realized":0,"unrealized":-0.1,"total":-0.1,"day":-0.1},
         "daily_loss":0.0000001,"drawdown":0.0000001,"fees":0,"exposure":{"gross":1874.2,"net":1874.2},"open_orders":0,
         "stale":false,"breaker":"closed","desk":"alpha"}
        """;

    private const string AccountChange =
        """{"cash":1000000,"limits":{"max_position":5000},"fees":{"equity":{"taker":{"per_unit":0.003}}}}""";

    private const string Settings =
        """
        {"margin":"reg_t",
         "limits":{"leverage":1,"max_orders_per_second":0,"max_open_orders":10000,"max_order_quantity":0,
          "max_order_notional":0,"price_collar":0.1,"collar_ticks":10,"duplicate_window_ms":0,"max_position":5000,
          "check_buying_power":true,"outside_market":false,"asset_classes":[],"symbols":[],"long_only":false,
          "exposure":[],
          "soft_daily_loss":0.03,"hard_daily_loss":0.05,"max_drawdown":0.1},
         "cost_method":"average",
         "fees":{"equity":{"maker":{"per_unit":0,"basis_points":0},"taker":{"per_unit":0.003,"basis_points":0},
           "auction":{"per_unit":0.003,"basis_points":0}},
          "options":{"maker":{"per_unit":0,"basis_points":0},"taker":{"per_unit":0,"basis_points":0},
           "auction":{"per_unit":0,"basis_points":0}},
          "futures":{"maker":{"per_unit":0,"basis_points":0},"taker":{"per_unit":0,"basis_points":0},
           "auction":{"per_unit":0,"basis_points":0}}},
         "terms_from":"2026-01-05T14:30:00.123456Z","owner":"ann","locates":[]}
        """;

    private const string Audit =
        """
        {"status":"ok","at":"2026-01-05T14:30:00.123456Z","duration_seconds":0.021,"accounts":2,"markets":7,"records":1042,
         "compared":2,"postponed":0,"silent":0,"violations":[]}
        """;

    private const string Firm =
        """
        {"accounts":1,"missing_accounts":0,"cash":998125.7,"equity":999999.9,"start_of_day_equity":1000000,
         "pnl":{"realized":0,"unrealized":-0.1,"total":-0.1,"day":-0.1},"daily_loss":0.0000001,"fees":0,
         "exposure":{"gross":1874.2,"net":1874.2},"open_positions":1,"open_orders":0,"stale_accounts":0,
         "breakers":{"closed":1},"positions":[{"symbol":"AAPL","qty":10,"market_value":1874.2,"unrealized_pnl":-0.1}],
         "as_of":"2026-01-05T14:30:00.123456Z","age_seconds":0.25}
        """;

    private const string AuditTrail =
        """
        {"at":"2026-01-05T14:30:00.123456Z","event":"cash_moved","account":"demo","symbol":null,"scope":null,"sequence":3,
         "who":"risk-desk","on_behalf_of":"ann@desk","address":"10.0.0.7","order":null,"amount":5000,"reference":"wire-17",
         "limits":null,"exposure":null,"fees":null,"cost_method":null,"breaker":null,"instrument":null,"detail":null}
        """;

    private const string Instrument =
        """
        {"symbol":"AAPL","asset_class":"EQUITY","currency":"USD","tick_size":0.01,"ticks":null,"next_ticks":null,
         "lot_size":1,"lots":null,"multiplier":1,
         "min_quantity":1,"max_quantity":1000000,"initial_margin":1,"initial_margin_amount":null,"maintenance_margin_amount":null,
         "broad_index":false,"reference_price":187,"protection":null,"max_spread":null,"min_quote_size":0,
         "allow_negative":false,"underlying":null,"expiry":null,
         "right":null,"strike":null,"style":null,"status":"open","restriction":null,"hard_to_borrow":false,
         "settlement":null,"deliverable_shares":null,"deliverable_cash":null,"session":"equities"}
        """;

    private const string Breaker =
        """
        {"scope":"firm","state":"open","from":"closed","to":"open","cause":"manual","reason":"drill","who":"risk-desk",
         "value":null,"threshold":null,"at":"2026-01-05T14:30:00.123456Z","sequence":1,"until":null,
         "cooldown_seconds":null,"needs_person":true,"reset_asked_by":null}
        """;

    private const string Loss =
        """
        {"id":1,"status":"approved","found_at":"2026-01-05T14:30:00.123456Z","found_by":"silo-1/4711","accepted_by":"ann",
         "accepted_at":"2026-01-05T14:40:00.123456Z","reason":"db-2 lagged by 3 s; bob: owners informed","approved_by":"bob",
         "approved_at":"2026-01-05T14:45:00.123456Z","streams":[{"stream":"book/AAPL","first":1043,"last":1051}],
         "orders":["AAPL-1043","AAPL-1050"],"order_count":2}
        """;

    private const string Statement =
        """
        {"day":"2026-01-05","sequence":12,"began_at":"2026-01-05T00:00:00.123456Z","ended_at":"2026-01-06T00:00:00.123456Z",
         "opening":{"cash":1000000,"equity":1000000,"positions":[]},"cash_moved":0,
         "realized":{"trade":0,"fee":-0.03,"variation":0,"exercise":0},"unrealized_change":-0.1,"pnl":-0.13,
         "closing":{"cash":998125.67,"equity":999999.87,
          "positions":[{"symbol":"AAPL","qty":10,"avg_price":187.43,"price":187.42,"unrealized_pnl":-0.1}]}}
        """;

    private const string NewPrice =
        """{"symbol":"AAPL","day":"2026-01-05","kind":"close","price":187.4,"reason":"closing file of the exchange"}""";

    private const string Price =
        """
        {"symbol":"AAPL","day":"2026-01-05","kind":"close","price":187.4,"entered_by":"ann","confirmed_by":"bob"}
        """;

    private const string NewIncident = """{"severity":"SEV3","title":"Late market data","detail":"AAPL since 14:30"}""";

    private const string Incident =
        """
        {"id":"INC-7","type":"other","severity":"SEV3","status":"open","title":"Late market data","detail":"AAPL since 14:30",
         "source":"desk","dedup_key":null,"opened_at":"2026-01-05T14:30:00.123456Z","acknowledged_at":null,
         "resolved_at":null,"timeline":[{"status":"open","at":"2026-01-05T14:30:00.123456Z","who":"desk","note":null}]}
        """;

    private const string Note = """{"note":"restarted the feed"}""";

    private const string Alerts =
        """
        {"alerts":[{"status":"firing","labels":{"alertname":"SiloDown","severity":"critical"},
          "annotations":{"summary":"A silo is down"},"startsAt":"2026-01-05T14:30:00Z","fingerprint":"c0ffee"}]}
        """;

    private const string Cash = """{"amount":5000,"reference":"wire-17"}""";

    private const string NewInstrument =
        """{"asset_class":"EQUITY","tick_size":0.01,"max_quantity":1000000,"reference_price":187}""";

    private const string Reason = """{"reason":"drill"}""";

    public const string Health = """{"status":"ok","checks":{"cluster":{"status":"ok","detail":null,"duration_ms":0.4}}}""";

    public const string HealthDegraded =
        """{"status":"degraded","checks":{"cluster":{"status":"failed","detail":"no silo answers","duration_ms":2000.1}}}""";

    public const string StatusDegraded = """{"status":"degraded"}""";

    public const string Status = """{"status":"ok"}""";

    private static readonly Dictionary<Type, string> ByType = new()
    {
        [typeof(NewOrderBody)] = NewOrder,
        [typeof(NewOrderBody[])] = NewBatch,
        [typeof(OrderBody)] = Order,
        [typeof(WhatIfBody)] = WhatIf,
        [typeof(OrderAnswer[])] = Batch,
        [typeof(AmendmentBody)] = Amendment,
        [typeof(BookBody)] = Book,
        [typeof(ClockBody)] = Clock,
        [typeof(NewFeedBody)] = NewFeed,
        [typeof(FeedBody)] = Feed,
        [typeof(FeedBody[])] = $"[{Feed}]",
        [typeof(FeedChangeBody)] = """{"status":"paused"}""",
        [typeof(NewTickBody)] = NewTick,
        [typeof(BarBody[])] = $"[{Bar}]",
        [typeof(LatestPriceBody)] = LatestPrice,
        [typeof(LatestPriceBody[])] = $"[{LatestPrice}]",
        [typeof(TradeBody)] = Trade,
        [typeof(CorrectionBody)] = """{"price":187.34,"reason":"wrong price, agreed with the other side"}""",
        [typeof(TradeBustBody)] =
            """
            {"trade":"AAPL-1042-1","status":"corrected","price":187.43,"new_price":187.34,"requested_by":"ann","agreed_by":"bob"}
            """,
        [typeof(PositionBody)] = Position,
        [typeof(AccountBody)] = Account,
        [typeof(AccountChangeBody)] = AccountChange,
        [typeof(SettingsBody)] = Settings,
        [typeof(CashBody)] = Cash,
        [typeof(AuditBody)] = Audit,
        [typeof(AuditTrailBody)] = AuditTrail,
        [typeof(FirmBody)] = Firm,
        [typeof(GroupLimitsChangeBody)] =
            """
            {"limits":[{"asset_class":"EQUITY","underlying":null,"max_gross":5000000,"max_net":1000000}],
             "reason":"limits of the quarter"}
            """,
        [typeof(GroupLimitsBody)] =
            """
            {"scope":"desk:alpha",
             "limits":[{"asset_class":"EQUITY","underlying":null,"max_gross":5000000,"max_net":1000000,"gross":1874.2,
              "net":1874.2}],
             "complete":true,"at":"2026-01-05T14:30:00.123456Z","who":"risk-desk","on_behalf_of":"ann@desk",
             "reason":"limits of the quarter"}
            """,
        [typeof(DeskBody)] = $$"""{"desk":"alpha","accounts":["demo"],"figures":{{Firm}}}""",
        [typeof(DeskFlattenedBody)] = $$"""{"account":"demo","flattened":{{Flattened}},"code":null,"detail":null}""",
        [typeof(InstrumentBody)] = Instrument,
        [typeof(BreakerChangeBody)] = Reason,
        [typeof(TripBody)] = """{"reason":"position too large","state":"reduce_only"}""",
        [typeof(FlattenBody)] = """{"symbol":"AAPL"}""",
        [typeof(FlattenedBody)] = Flattened,
        [typeof(BreakerBody)] = Breaker,
        [typeof(NewIncidentBody)] = NewIncident,
        [typeof(IncidentNoteBody)] = Note,
        [typeof(IncidentBody)] = Incident,
        [typeof(AlertGroupBody)] = Alerts,
        [typeof(LossBody)] = Loss,
        [typeof(NewPriceBody)] = NewPrice,
        [typeof(PriceBody)] = Price,
        [typeof(PriceAnswerBody)] = $$"""{"status":200,"price":{{Price}}}""",
        [typeof(StatementBody)] = Statement,
        [typeof(LocateBody)] = """{"qty":5000,"reason":"located with the prime broker"}""",
        [typeof(LocatedBody)] = """{"symbol":"AAPL","qty":5000}""",
        [typeof(ExerciseBody)] = """{"symbol":"AAPL271217C00170000","qty":10,"action":"exercise","reference":"ex-1"}""",
        [typeof(ExercisedBody)] =
            """
            {"account":"demo","symbol":"AAPL271217C00170000","action":"exercise","qty":10,"reference":"ex-1",
             "status":"exercised"}
            """,
    };

    /// <summary>
    /// A body of a type; of an array, one with one element. <see cref="KeyNotFoundException"/> if there is no example.
    /// </summary>
    public static string Of(Type type) => type.IsArray && !ByType.ContainsKey(type)
        ? $"[{ByType[type.GetElementType()!]}]"
        : ByType[type];

    /// <summary>A problem of a status, or null where none is given.</summary>
    public static string? OfProblem(int status) => status switch
    {
        400 => Problem(400, "Bad Request", "one of qty and notional is needed", "missing_field"),
        401 => Problem(
            401, "Unauthorized", "a key is needed: Authorization: Bearer KEY, or X-Api-Key", "unauthenticated"),
        403 => Problem(403, "Forbidden", "key 'desk' lacks the role risk", "role_required"),
        404 => UnknownSymbol,
        409 => Problem(409, "Conflict", "order AAPL-1042 is filled", "not_open"),
        413 => Problem(413, "Payload Too Large", "the body is larger than 1048576 bytes", "body_too_large"),
        415 => Problem(
            415, "Unsupported Media Type", "content type 'text/plain' is not application/json", "unsupported_media_type"),
        422 => Problem(422, "Unprocessable Entity", "the breaker of the firm is open", "breaker_open"),
        429 => Problem(429, "Too Many Requests", "more than 10000 requests a second", "rate_limited", "true"),
        503 => Problem(503, "Service Unavailable", "the cluster did not answer in time", "outcome_unknown", "true"),
        _ => null,
    };

    private static string Problem(int status, string title, string detail, string code, string retryable = "false") =>
        $$"""{"title":"{{title}}","status":{{status}},"detail":"{{detail}}","code":"{{code}}","retryable":{{retryable}}}""";
}
