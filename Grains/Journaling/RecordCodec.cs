namespace TradingOps.Grains.Journaling;

/// <summary>How the records of a stream are encoded.</summary>
/// <param name="Encode">The bytes of a record.</param>
/// <param name="Decode">The record of such bytes.</param>
internal sealed record RecordCodec<TRecord>(Func<TRecord, byte[]> Encode, Func<ReadOnlyMemory<byte>, TRecord> Decode);
