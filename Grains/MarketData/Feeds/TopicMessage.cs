namespace TradingOps.Grains.MarketData.Feeds;

/// <summary>A message of a topic.</summary>
/// <param name="Partition">Its partition.</param>
/// <param name="Offset">Its place there; it only grows.</param>
/// <param name="Body">What it holds; null for a tombstone.</param>
public sealed record TopicMessage(int Partition, long Offset, byte[]? Body);
