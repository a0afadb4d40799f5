using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Core.Features;
using TradingOps.Bodies;
using TradingOps.Client.Contract;
using TradingOps.Client.Orders;
using TradingOps.Client.OrderSockets;
using TradingOps.Client.Parameters;
using TradingOps.Client.Problems;
using TradingOps.Engine.Errors;
using TradingOps.Hosting;
using TradingOps.Hosting.Access;

namespace TradingOps.Client.Streams;

/// <summary>
/// <c>/stream</c> (Server-Sent Events) and <c>/ws</c> (WebSocket): the same events. <c>/ws</c> takes orders too.
/// </summary>
internal static class StreamsApi
{
    /// <summary>
    /// What a connection may hold of a response that its reader does not take, in bytes; the default is 64 KiB.
    /// </summary>
    private const int MaxResponseBuffer = 16 * 1024;

    private static readonly SwitchParameter CancelOnDisconnect = new("cancel_on_disconnect");

    public static void AddStreams(this IServiceCollection services)
    {
        services.Configure<KestrelServerOptions>(kestrel => kestrel.Limits.MaxResponseBufferSize = MaxResponseBuffer);
        services.AddValidated<StreamOptions>(StreamOptions.Section);
        services.AddSingleton<StreamHub>();
        services.AddSingleton<StreamMetrics>();
        services.AddSingleton<StreamSession>();
        services.AddSingleton<OrderSocketServices>();
    }

    public static void MapStreams(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/stream", ServeEventsAsync).RequireRole(Role.Viewer).Problems(400, 404)
            .Produces<string>(StatusCodes.Status200OK, "text/event-stream")
            .Describe(
                "Events as Server-Sent Events; Last-Event-ID goes on where it ended.",
                new("account"), new("symbol"), new("types"), new("last_event_id"), new("Last-Event-ID") { IsHeader = true });
        routes.MapGet("/ws", ServeSocketAsync).RequireRole(Role.Viewer).Problems(400)
            .Produces(StatusCodes.Status101SwitchingProtocols)
            .Describe(
                "The same events over a WebSocket, where a message without op says which, and orders: messages with the op "
                + "submit, amend, cancel or cancel_all and an id, which their answers carry. With cancel_on_disconnect the end "
                + "of the connection cancels the orders that it entered.",
                CancelOnDisconnect, Parameter.OnBehalfOf);
    }

    private static async Task<IResult> ServeEventsAsync(
        HttpContext context, Caller caller, StreamSession session, IGrainFactory grains, string? account, string? symbol,
        string? types, string? last_event_id)
    {
        var lastId = context.Request.Headers["Last-Event-ID"].FirstOrDefault() ?? last_event_id;
        var (request, refusal) = await StreamRequest.ReadAsync(account, symbol, types, lastId, caller, session.Options, grains);
        if (request is null) return Problem.Of(refusal!.Code, refusal.Detail);
        // A slow reader is ours to tell and to cut off.
        if (context.Features.Get<IHttpMinResponseDataRateFeature>() is { } rate) rate.MinDataRate = null;
        var sink = new SseSink(context);
        using var ends = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, caller.Revoked);
        return await session.OpenAsync(() => session.RunAsync(request, sink, sink.StartAsync, ends.Token));
    }

    private static async Task<IResult> ServeSocketAsync(HttpContext context, OrderSocketServices services)
    {
        if (!context.WebSockets.IsWebSocketRequest)
            return Problem.Of(TradingError.NotAWebsocket, "/ws takes WebSocket connections only");
        // A browser lets any page connect to any address that its user reaches: only our own pages may.
        if (Origins.FindForeign(context.Request) is { } origin)
            return Problem.Of(TradingError.ForeignOrigin, $"origin '{Excerpt.Of(origin)}' is not this front");
        if (!CancelOnDisconnect.TryRead(context.Request, out var cancelsAtEnd, out var problem)) return problem;
        var sender = Sender.Of(context);
        return await services.Session.OpenAsync(async () =>
        {
            using var socket = await context.WebSockets.AcceptWebSocketAsync();
            using var ends = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, sender.Caller.Revoked);
            using var connection = new WebSocketSession(socket, sender, cancelsAtEnd, services, ends.Token);
            await connection.RunAsync();
        });
    }
}
