namespace TradingOps.Client.OrderSockets;

/// <summary>A message that is under way.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Op">What it asks for.</param>
/// <param name="Message">The message.</param>
/// <param name="Began">When it came, as a timestamp.</param>
internal sealed record PendingMessage(long Id, string Op, OrderMessage Message, long Began);
