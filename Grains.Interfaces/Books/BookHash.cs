namespace TradingOps.Grains.Books;

/// <summary>The state of a market in one number, as of a durable moment.</summary>
/// <param name="Symbol">The market.</param>
/// <param name="Sequence">Sequence of the last record in it.</param>
/// <param name="StateHash">Equal for two markets that behave alike from here on; 16 hexadecimal digits.</param>
[GenerateSerializer, Immutable]
[Alias("tradingops.book-hash")]
public sealed record BookHash(string Symbol, long Sequence, string StateHash);
