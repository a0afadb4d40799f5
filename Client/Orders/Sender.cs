using TradingOps.Engine.Actors;
using TradingOps.Hosting.Access;

namespace TradingOps.Client.Orders;

/// <summary>Who sends a request about orders.</summary>
/// <param name="Caller">What the key may do.</param>
/// <param name="Actor">Who is recorded as the cause.</param>
internal sealed record Sender(Caller Caller, Actor Actor)
{
    /// <summary>The sender of an HTTP request, or of all messages of the WebSocket that it opens.</summary>
    public static Sender Of(HttpContext context) => new(context.GetCaller(), context.GetActor());
}
