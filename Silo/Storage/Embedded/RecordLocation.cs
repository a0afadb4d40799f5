namespace TradingOps.Silo.Storage.Embedded;

/// <summary>Where a record is.</summary>
/// <param name="Segment">Number of the segment.</param>
/// <param name="Offset">Where its frame begins.</param>
internal readonly record struct RecordLocation(int Segment, int Offset);
