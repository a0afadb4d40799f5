using TradingOps.Bodies.Orders;

namespace TradingOps.Client.Streams;

/// <summary>The open orders of an account.</summary>
internal sealed record OpenOrdersBody(string Account, OrderBody[] Orders);
