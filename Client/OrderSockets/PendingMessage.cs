namespace TradingOps.Client.OrderSockets;

/// <summary>A message that is under way: it has an id and an op.</summary>
/// <param name="Message">The message.</param>
/// <param name="Began">When it came, as a timestamp.</param>
internal sealed record PendingMessage(OrderMessage Message, long Began)
{
    /// <summary>Its id.</summary>
    public long Id => Message.Id!.Value;

    /// <summary>What it asks for.</summary>
    public string Op => Message.Op!;
}
