namespace TradingOps.Client.OrderSockets;

/// <summary><c>{"op":"cancel","id":3,"order_id":"AAPL-1"}</c></summary>
internal sealed record CancelMessage : ChangeMessage;
