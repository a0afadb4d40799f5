namespace TradingOps.Grains.Trades;

/// <summary>Asks for a trade to be busted or corrected, or agrees to it.</summary>
/// <param name="Sequence">Sequence of the record that holds the trade.</param>
/// <param name="Trade">Its place among that record's trades: 1, 2, ...</param>
/// <param name="NewPrice">The price from now on, in currency; null to bust the trade.</param>
/// <param name="Reason">Why.</param>
[GenerateSerializer, Immutable]
[Alias("tradingops.bust-request")]
public sealed record BustRequest(long Sequence, int Trade, decimal? NewPrice, string Reason);
