namespace TradingOps.Client.Streams;

/// <summary>A reader took nothing for too long.</summary>
internal sealed class SlowReaderException() : Exception("took nothing of what was sent to it");
