namespace TradingOps.Silo.Storage.Embedded.Backups;

/// <summary>A file of a backup.</summary>
/// <param name="Path">Where it belongs in the data folder.</param>
/// <param name="Stored">Where it is in the backup folder.</param>
/// <param name="Bytes">Its length.</param>
/// <param name="Sha256">The hash of its content, in hexadecimal.</param>
/// <param name="Sum">Of a closed segment: the sum of all frames up to its end, as the next segment names it; null if that names
/// none.</param>
internal sealed record BackupFile(string Path, string Stored, long Bytes, string Sha256, ulong? Sum = null);
