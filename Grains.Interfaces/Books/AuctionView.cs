namespace TradingOps.Grains.Books;

/// <summary>What an auction would do if it ended now.</summary>
/// <param name="IndicativePrice">The price of its trades, in currency.</param>
/// <param name="PairedQuantity">Shares or contracts that would trade.</param>
/// <param name="ImbalanceQuantity">Shares or contracts left over at that price: positive to buy, negative to sell.</param>
[GenerateSerializer, Immutable]
[Alias("tradingops.auction-view")]
public sealed record AuctionView(decimal IndicativePrice, decimal PairedQuantity, decimal ImbalanceQuantity);
