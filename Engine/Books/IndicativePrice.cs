namespace TradingOps.Engine.Books;

/// <summary>What an auction would do if it ended now.</summary>
/// <param name="Price">Ticks.</param>
/// <param name="Volume">Lots that would trade.</param>
/// <param name="Imbalance">Lots left over at that price: positive to buy, negative to sell.</param>
public readonly record struct IndicativePrice(long Price, long Volume, long Imbalance);
