namespace TradingOps.Silo.Storage.Embedded.Archive;

/// <summary>What is known of a segment that was archived, without its file.</summary>
/// <param name="Number">Number of the segment.</param>
/// <param name="Length">Its length in bytes, unpacked.</param>
/// <param name="Packed">Bytes of the archive file.</param>
/// <param name="Sha256">The hash of the unpacked content, in hexadecimal.</param>
internal sealed record ArchivedSegment(int Number, long Length, long Packed, string Sha256);
