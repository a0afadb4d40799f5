namespace TradingOps.EndToEnd.Tests.Faults;

/// <summary>
/// A request to an endpoint: all that the OpenAPI document lists, by <see cref="All"/>. In path and body, <c>{order}</c>,
/// <c>{trade}</c> and <c>{incident}</c> stand for ids that are there.
/// </summary>
/// <param name="Operation">Method and path as the document has them.</param>
/// <param name="Path">The path and query that are sent.</param>
/// <param name="Body">The body of the request, or null.</param>
/// <param name="IsOfFront">Whether its answer is about the front itself, whatever grains do.</param>
internal sealed record EndpointRow(string Operation, string Path, string? Body = null, bool IsOfFront = false)
{
    private const string Order = """{"symbol":"AAPL","account":"rows","type":"limit","limit_price":100,"qty":1}""";
    private const string Reason = """{"reason":"drill"}""";
    private const string Price = """{"kind":"close","price":187,"reason":"drill"}""";

    public static readonly EndpointRow[] All =
    [
        new("POST /orders", "/orders", Order),
        new("POST /api/v1/orders", "/api/v1/orders", Order),
        new("POST /orders/batch", "/orders/batch", $"[{Order},{Order}]"),
        new("GET /orders", "/orders?account=demo&status=all"),
        new("GET /orders/by-client-id", "/orders/by-client-id?account=demo&client_order_id=rests"),
        new("GET /orders/{id}", "/orders/{order}"),
        new("PATCH /orders/{id}", "/orders/{order}", """{"qty":6}"""),
        new("DELETE /orders/{id}", "/orders/{order}"),
        new("DELETE /orders", "/orders?account=rows"),
        new("GET /books/{symbol}", "/books/AAPL"),
        new("POST /books/{symbol}/clock", "/books/AAPL/clock", Reason),
        new("GET /trades", "/trades?symbol=AAPL"),
        new("GET /trades/{id}", "/trades/{trade}"),
        new("POST /trades/{id}/bust", "/trades/{trade}/bust", Reason),
        new("POST /trades/{id}/correct", "/trades/{trade}/correct", """{"price":187.5,"reason":"drill"}"""),
        new("GET /accounts", "/accounts"),
        new("GET /accounts/{id}", "/accounts/demo"),
        new("PUT /accounts/{id}", "/accounts/rows", """{"limits":{"max_position":5000},"desk":"row-desk"}"""),
        new("GET /accounts/{id}/positions", "/accounts/demo/positions"),
        new("GET /accounts/{id}/settings", "/accounts/demo/settings"),
        new("DELETE /accounts/{id}/positions/{symbol}", "/accounts/demo/positions/AAPL?percent=10"),
        new("POST /accounts/{id}/cash", "/accounts/rows/cash", """{"amount":1,"reference":"row"}"""),
        new("POST /accounts/{id}/start-of-day", "/accounts/rows/start-of-day", """{"reason":"drill"}"""),
        new("POST /accounts/{id}/flatten", "/accounts/rows/flatten", "{}"),
        new("GET /accounts/{id}/statements", "/accounts/demo/statements"),
        new("POST /accounts/{id}/exercise", "/accounts/rows/exercise", """
            {"symbol":"AAPL271217C00170000","action":"do_not","qty":1}
            """),
        new("PUT /accounts/{id}/locates/{symbol}", "/accounts/rows/locates/AAPL", """{"qty":100,"reason":"drill"}"""),
        new("GET /bars/{symbol}", "/bars/AAPL?timeframe=1Min"),
        new("POST /feeds", "/feeds", """{"id":"rows","kind":"push","symbols":["QQQ"]}"""),
        new("GET /feeds", "/feeds"),
        new("GET /feeds/{id}", "/feeds/rows"),
        new("POST /tick", "/tick", """{"feed":"rows","symbol":"QQQ","price":500,"qty":1}"""),
        new("PATCH /feeds/{id}", "/feeds/rows", """{"status":"paused"}"""),
        new("DELETE /feeds/{id}", "/feeds/rows"),
        new("GET /price", "/price?symbol=AAPL"),
        new("GET /prices", "/prices"),
        new("GET /prices/{symbol}", "/prices/AAPL"),
        new("PUT /prices/{symbol}/{day}", "/prices/AAPL/2026-01-05", Price),
        new("POST /prices", "/prices", """
            [{"symbol":"AAPL","day":"2026-01-05","kind":"close","price":187,"reason":"drill"}]
            """),
        new("GET /firm", "/firm"),
        new("GET /firm/limits", "/firm/limits"),
        new("PUT /firm/limits", "/firm/limits", """{"limits":[],"reason":"drill"}"""),
        new("GET /desks/{id}/limits", "/desks/row-desk/limits"),
        new("PUT /desks/{id}/limits", "/desks/row-desk/limits", """{"limits":[],"reason":"drill"}"""),
        new("GET /desks", "/desks"),
        new("GET /desks/{id}", "/desks/row-desk"),
        new("POST /desks/{id}/flatten", "/desks/row-desk/flatten", """{"symbol":"TSLA"}"""),
        new("GET /audit", "/audit"),
        new("GET /audit-trail", "/audit-trail?account=demo"),
        new("GET /instruments", "/instruments"),
        new("GET /instruments/{symbol}", "/instruments/AAPL"),
        new("PUT /instruments/{symbol}", "/instruments/ROW", """{"asset_class":"EQUITY","tick_size":1,"max_quantity":100}"""),
        new("GET /breakers", "/breakers"),
        new("GET /breakers/{scope}", "/breakers/firm"),
        new("GET /breakers/{scope}/history", "/breakers/firm/history"),
        new("POST /breakers/{scope}/trip", "/breakers/symbol:TSLA/trip", Reason),
        new("POST /breakers/{scope}/kill", "/breakers/symbol:TSLA/kill", Reason),
        new("POST /breakers/{scope}/reset", "/breakers/symbol:TSLA/reset", Reason),
        new("POST /breakers/{scope}/approve", "/breakers/symbol:TSLA/approve", Reason),
        new("GET /incidents", "/incidents"),
        new("POST /incidents", "/incidents", """{"severity":"SEV4","title":"row"}"""),
        new("GET /incidents/{id}", "/incidents/{incident}"),
        new("POST /incidents/{id}/ack", "/incidents/{incident}/ack", """{"note":"row"}"""),
        new("POST /incidents/{id}/resolve", "/incidents/{incident}/resolve", """{"note":"row"}"""),
        new("POST /incidents/alertmanager", "/incidents/alertmanager", """
            {"alerts":[{"status":"firing","labels":{"alertname":"Row","severity":"warning"},"annotations":{"summary":"row"},
             "startsAt":"2026-01-01T00:00:00Z","fingerprint":"row"}]}
            """),
        new("GET /losses", "/losses"),
        new("POST /losses/{id}/accept", "/losses/1/accept", Reason),
        new("GET /stream", "/stream?account=demo", IsOfFront: true),
        new("GET /ws", "/ws", IsOfFront: true),
        new("GET /health", "/health", IsOfFront: true),
        new("GET /health/live", "/health/live", IsOfFront: true),
        new("GET /health/ready", "/health/ready", IsOfFront: true),
        new("GET /metrics", "/metrics", IsOfFront: true),
        new("GET /openapi/v1.json", "/openapi/v1.json", IsOfFront: true),
    ];

    public HttpMethod Method => new(Operation.Split(' ')[0]);
}
