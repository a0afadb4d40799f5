namespace TradingOps.Silo.Storage.Embedded;

/// <summary>What a <see cref="Frame"/> holds.</summary>
/// <param name="Batch">Number of the batch that it was written with.</param>
/// <param name="Following">How many frames of that batch come after it.</param>
/// <param name="Stream">The journal stream.</param>
/// <param name="Sequence">The record's sequence in it.</param>
/// <param name="Payload">The record's bytes.</param>
/// <param name="Length">Length of the whole frame.</param>
internal readonly record struct FrameContent(
    long Batch, int Following, string Stream, long Sequence, ReadOnlyMemory<byte> Payload, int Length);
