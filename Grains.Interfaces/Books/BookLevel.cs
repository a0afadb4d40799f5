namespace TradingOps.Grains.Books;

/// <summary>A price level.</summary>
/// <param name="Price">In currency.</param>
/// <param name="Quantity">Visible shares or contracts.</param>
[GenerateSerializer, Immutable]
[Alias("tradingops.book-level")]
public readonly record struct BookLevel(decimal Price, decimal Quantity);
