namespace TradingOps.Silo.Storage.Embedded.Backups;

/// <summary>A backup cannot be made or restored, for a reason that its user can change.</summary>
public sealed class BackupException(string message, Exception? inner = null) : Exception(message, inner);
