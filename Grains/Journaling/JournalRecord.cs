namespace TradingOps.Grains.Journaling;

/// <summary>A durable record.</summary>
/// <param name="Sequence">1, 2, 3, ... per stream.</param>
/// <param name="Payload">The bytes that were appended.</param>
public readonly record struct JournalRecord(long Sequence, ReadOnlyMemory<byte> Payload);
