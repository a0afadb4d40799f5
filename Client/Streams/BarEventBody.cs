using TradingOps.Client.MarketData;

namespace TradingOps.Client.Streams;

/// <summary>The newest minute with a trade, as it stands.</summary>
internal sealed record BarEventBody(string Symbol, string Timeframe, BarBody Bar);
