namespace TradingOps.Silo.Storage.Embedded;

/// <summary>Reads as much as there is from an offset on, and returns how much that was.</summary>
internal delegate int ReadAt(long offset, Span<byte> destination);
