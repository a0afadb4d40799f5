using TradingOps.Engine.Books;

namespace TradingOps.Engine.Risk;

/// <summary>What an order asks for: two of the same content within a short time may be a mistake.</summary>
/// <param name="Symbol">The instrument.</param>
/// <param name="Side">Buy or sell.</param>
/// <param name="Type">Market, limit, ...</param>
/// <param name="TimeInForce">Day, GTC, ...</param>
/// <param name="Quantity">Lots.</param>
/// <param name="Price">Limit price in ticks; 0 without one.</param>
/// <param name="StopPrice">Stop price in ticks; 0 without one.</param>
public readonly record struct OrderContent(
    string Symbol, Side Side, OrderType Type, TimeInForce TimeInForce, long Quantity, long Price, long StopPrice);
