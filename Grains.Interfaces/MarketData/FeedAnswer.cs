using TradingOps.Engine.Errors;

namespace TradingOps.Grains.MarketData;

/// <summary>The answer to a request about a feed.</summary>
/// <param name="Feed">The feed as it is now; null if it is gone, or was never there.</param>
/// <param name="Code">Why the request is refused; null if it is not.</param>
/// <param name="Detail">The value and what is allowed, for a person.</param>
[GenerateSerializer, Immutable]
[Alias("tradingops.feed-answer")]
public sealed record FeedAnswer(FeedEntry? Feed, TradingError? Code = null, string? Detail = null);
