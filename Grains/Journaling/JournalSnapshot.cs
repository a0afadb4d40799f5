namespace TradingOps.Grains.Journaling;

/// <summary>A state to start from.</summary>
/// <param name="Sequence">Sequence of the last record in it.</param>
/// <param name="State">The bytes that were saved.</param>
public sealed record JournalSnapshot(long Sequence, ReadOnlyMemory<byte> State);
