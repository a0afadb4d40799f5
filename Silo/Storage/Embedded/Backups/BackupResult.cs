namespace TradingOps.Silo.Storage.Embedded.Backups;

/// <summary>A backup that was made.</summary>
/// <param name="Path">Its folder.</param>
/// <param name="Batch">The last batch of the journal in it.</param>
/// <param name="Files">How many files it has.</param>
/// <param name="FilesCopied">How many of them were copied now; the others were there.</param>
/// <param name="BytesCopied">Bytes of those.</param>
internal sealed record BackupResult(string Path, long Batch, int Files, int FilesCopied, long BytesCopied);
