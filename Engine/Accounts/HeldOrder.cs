using TradingOps.Engine.Books;

namespace TradingOps.Engine.Accounts;

/// <summary>What an account knows of one of its open orders: enough for reservations.</summary>
/// <param name="Symbol">The instrument.</param>
/// <param name="Number">The order's number within the symbol.</param>
/// <param name="Side">Buy or sell.</param>
/// <param name="Price">Limit price in ticks, or the price that a market order was reserved at.</param>
/// <param name="Remaining">Open lots.</param>
public readonly record struct HeldOrder(string Symbol, long Number, Side Side, long Price, long Remaining);
