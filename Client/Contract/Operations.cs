using TradingOps.Client.Accounts;
using TradingOps.Client.Audit;
using TradingOps.Client.Books;
using TradingOps.Client.Breakers;
using TradingOps.Client.Firm;
using TradingOps.Client.Incidents;
using TradingOps.Client.Instruments;
using TradingOps.Client.Orders;
using TradingOps.Client.Paging;
using TradingOps.Client.Trades;
using TradingOps.Grains.Breakers;
using TradingOps.Grains.Incidents;

namespace TradingOps.Client.Contract;

/// <summary>The requests that the front answers, as the contract describes them.</summary>
internal static class Operations
{
    private static readonly Parameter[] Paged = [Parameter.Account, Parameter.Symbol, Parameter.Limit, Parameter.Before];

    public static readonly Operation[] All =
    [
        NewOrder("/orders"),
        NewOrder("/api/v1/orders"),
        new("POST", "/orders/batch", "Sends up to 1,000 orders; answers each in its place.")
        {
            Request = typeof(NewOrderBody[]), RequestExample = Examples.NewBatch,
            Response = typeof(OrderAnswer[]), ResponseExample = Examples.Batch, Problems = [400, 413, 415],
        },
        new("GET", "/orders",
            "Lists orders, newest first; the header Link names the next page. Of some statuses a page may have fewer orders than "
            + "the limit, or none, and a next page all the same: each looks at 10,000 orders at most.")
        {
            Parameters = [.. Paged, new("status") { Words = Words.StatusSets.Words, Default = "all" }],
            Response = typeof(OrderBody[]), ResponseExample = Examples.Orders, Problems = [400],
        },
        new("DELETE", "/orders", "Cancels every open order of an account, or of it in a symbol; answers those canceled.")
        {
            Parameters = [Parameter.Account with { IsRequired = true }, Parameter.Symbol],
            Response = typeof(OrderBody[]), ResponseExample = Examples.Orders, Problems = [400, 404],
        },
        new("GET", "/orders/by-client-id", "Finds the order that an account sent under its own id.")
        {
            Parameters =
            [
                Parameter.Account with { Default = OrderReader.DefaultAccount },
                new("client_order_id") { IsRequired = true, MaxLength = OrderReader.MaxClientOrderIdLength },
            ],
            Response = typeof(OrderBody), ResponseExample = Examples.Order, Problems = [400, 404],
        },
        new("GET", "/orders/{id}", "Finds an order.")
        {
            Response = typeof(OrderBody), ResponseExample = Examples.Order, Problems = [404],
        },
        new("PATCH", "/orders/{id}", "Changes quantity or prices; only a smaller quantity at the same price keeps priority.")
        {
            Request = typeof(AmendmentBody), RequestExample = Examples.Amendment,
            Response = typeof(OrderBody), ResponseExample = Examples.Order, Problems = [400, 404, 409, 413, 415, 422],
        },
        new("DELETE", "/orders/{id}", "Cancels an order.")
        {
            Response = typeof(OrderBody), ResponseExample = Examples.Order, Problems = [404, 409],
        },
        new("GET", "/books/{symbol}", "The best levels of a book, as [price, quantity].")
        {
            Parameters = [Parameter.Count("depth", BooksApi.DefaultDepth, BooksApi.MaxDepth)],
            Response = typeof(BookBody), ResponseExample = Examples.Book, Problems = [400, 404],
        },
        new("GET", "/trades", "Lists trades, newest first; a full page names the next in the header Link.")
        {
            Parameters = Paged, Response = typeof(TradeBody[]), ResponseExample = Examples.Trades, Problems = [400],
        },
        new("GET", "/trades/{id}", "Finds a trade.")
        {
            Response = typeof(TradeBody), ResponseExample = Examples.Trade, Problems = [404],
        },
        new("GET", "/accounts", "Lists the accounts that the caller may use.")
        {
            Response = typeof(AccountBody[]), ResponseExample = Examples.Accounts,
        },
        new("GET", "/accounts/{id}", "Cash, equity, buying power, P&L and exposure of an account.")
        {
            Response = typeof(AccountBody), ResponseExample = Examples.Account, Problems = [404],
        },
        new("GET", "/accounts/{id}/positions", "The positions of an account.")
        {
            Response = typeof(PositionBody[]), ResponseExample = Examples.Positions, Problems = [404],
        },
        new("PUT", "/accounts/{id}", "Opens an account, or changes what is named: cash, limits, cost method, fees.")
        {
            Request = typeof(AccountChangeBody), RequestExample = Examples.AccountChange,
            Response = typeof(AccountBody), ResponseExample = Examples.Account, Problems = [400, 413, 415],
        },
        new("GET", "/accounts/{id}/settings", "The limits and fees of an account.")
        {
            Response = typeof(SettingsBody), ResponseExample = Examples.Settings, Problems = [404],
        },
        new("POST", "/accounts/{id}/cash", "Moves cash, once a reference; 200 where it was moved before.")
        {
            Request = typeof(CashBody), RequestExample = Examples.Cash, Success = 201, OtherSuccess = 200,
            Response = typeof(AccountBody), ResponseExample = Examples.Account, Problems = [400, 404, 409, 413, 415, 422],
        },
        new("POST", "/accounts/{id}/start-of-day", "Begins a trading day by hand.")
        {
            Response = typeof(AccountBody), ResponseExample = Examples.Account, Problems = [404],
        },
        new("GET", "/audit", "Compares accounts, books and store now.")
        {
            Response = typeof(AuditBody), ResponseExample = Examples.Audit,
        },
        new("GET", "/firm", "P&L, exposure and positions of the firm.")
        {
            Response = typeof(FirmBody), ResponseExample = Examples.Firm,
        },
        new("GET", "/instruments", "Lists the instruments.")
        {
            Response = typeof(InstrumentBody[]), ResponseExample = Examples.Instruments,
        },
        new("GET", "/instruments/{symbol}", "Finds an instrument.")
        {
            Response = typeof(InstrumentBody), ResponseExample = Examples.Instrument, Problems = [404],
        },
        new("PUT", "/instruments/{symbol}", "Adds an instrument (201), or changes what may change of it (200).")
        {
            Request = typeof(InstrumentBody), RequestExample = Examples.NewInstrument, OtherSuccess = 201,
            Response = typeof(InstrumentBody), ResponseExample = Examples.Instrument, Problems = [400, 409, 413, 415],
        },
        new("GET", "/breakers",
            "Lists the firm's circuit breaker and all others that ever moved, those that are not closed first.")
        {
            Response = typeof(BreakerBody[]), ResponseExample = Examples.Breakers,
        },
        new("GET", "/breakers/{scope}", "State and last change of a breaker: firm, account:ID or symbol:SYM.")
        {
            Response = typeof(BreakerBody), ResponseExample = Examples.Breaker, Problems = [404],
        },
        BreakerChange("trip", "Stops new orders; cancels pass."),
        BreakerChange("kill", "Stops new orders until two people agree to let them pass again."),
        BreakerChange("reset", "Lets new orders pass again, on probation first; 202 where another person has to approve."),
        BreakerChange("approve", "Lets go what was killed, by another person than the one who asked."),
        new("GET", "/breakers/{scope}/history", "Every change of a breaker, newest first; a full page names the next in Link.")
        {
            Parameters = [Parameter.Count("limit", Page.DefaultLimit, IBreakerGrain.MaxHistory), new("before")],
            Response = typeof(BreakerBody[]), ResponseExample = Examples.Breakers, Problems = [400, 404],
        },
        new("GET", "/incidents", "Lists incidents, newest first; a full page names the next in the header Link.")
        {
            Parameters =
            [
                new("status") { Words = IncidentWords.Listings.Words, Default = "all" },
                new("severity") { Words = IncidentWords.Severities.Words },
                Parameter.Count("limit", Page.DefaultLimit, IncidentFilter.MaxLimit),
                new("before"),
            ],
            Response = typeof(IncidentBody[]), ResponseExample = Examples.Incidents, Problems = [400, 404],
        },
        new("POST", "/incidents", "Opens an incident; 200 with the one that is open under the same dedup_key.")
        {
            Request = typeof(NewIncidentBody), RequestExample = Examples.NewIncident, Success = 201, OtherSuccess = 200,
            Response = typeof(IncidentBody), ResponseExample = Examples.Incident, Problems = [400, 413, 415],
        },
        new("GET", "/incidents/{id}", "Finds an incident with its steps.")
        {
            Response = typeof(IncidentBody), ResponseExample = Examples.Incident, Problems = [404],
        },
        IncidentStep("ack", "Acknowledges an incident."),
        IncidentStep("resolve", "An incident is over."),
        new("POST", "/incidents/alertmanager", "Takes the alerts of Alertmanager's webhook.")
        {
            Request = typeof(AlertGroupBody), RequestExample = Examples.Alerts, Success = 204, Problems = [400, 413, 415],
        },
        new("GET", "/stream", "Events as Server-Sent Events; Last-Event-ID goes on where it ended.")
        {
            Parameters =
            [
                new("account"), new("symbol"), new("types"), new("last_event_id"), new("Last-Event-ID") { IsHeader = true },
            ],
            ResponseType = "text/event-stream", Problems = [400, 404],
        },
        new("GET", "/ws", "The same events over a WebSocket, whose first message says which.") { Success = 101,
            Problems = [400] },
        new("GET", "/health", "Every check.")
        {
            ResponseExample = Examples.Health, DegradedExample = Examples.HealthDegraded, AsksCluster = false,
        },
        new("GET", "/health/live", "That the process answers.")
        {
            ResponseExample = Examples.Status, IsOpen = true, AsksCluster = false,
        },
        new("GET", "/health/ready", "Whether every check passes.")
        {
            ResponseExample = Examples.Status, DegradedExample = Examples.StatusDegraded, IsOpen = true, AsksCluster = false,
        },
        new("GET", "/metrics", "Prometheus text.") { ResponseType = "text/plain", AsksCluster = false },
        new("GET", "/openapi/v1.json", "This document.")
        {
            ResponseType = "application/openapi+json", IsOpen = true, AsksCluster = false,
        },
    ];

    private static Operation NewOrder(string path) => new("POST", path, "Sends an order; the same client_order_id is one order.")
    {
        Request = typeof(NewOrderBody),
        RequestExample = Examples.NewOrder,
        Success = 201,
        OtherSuccess = 200,
        Response = typeof(OrderBody),
        ResponseExample = Examples.Order,
        Problems = [400, 404, 409, 413, 415, 422],
    };

    private static Operation BreakerChange(string verb, string summary) => new("POST", $"/breakers/{{scope}}/{verb}", summary)
    {
        Request = typeof(BreakerChangeBody),
        RequestExample = Examples.Reason,
        OtherSuccess = verb == "reset" ? 202 : null,
        Response = typeof(BreakerBody),
        ResponseExample = Examples.Breaker,
        Problems = [400, 404, 409, 413, 415],
    };

    private static Operation IncidentStep(string verb, string summary) => new("POST", $"/incidents/{{id}}/{verb}", summary)
    {
        Request = typeof(IncidentNoteBody),
        IsRequestOptional = true,
        RequestExample = Examples.Note,
        Response = typeof(IncidentBody),
        ResponseExample = Examples.Incident,
        Problems = [400, 404, 409, 413, 415],
    };
}
