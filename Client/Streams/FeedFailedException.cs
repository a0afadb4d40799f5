namespace TradingOps.Client.Streams;

/// <summary>A feed ended through a bug, and with it the streams of its readers.</summary>
internal sealed class FeedFailedException(string key) : Exception($"the feed of {key} failed");
