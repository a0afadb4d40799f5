namespace TradingOps.Silo.Recovery;

/// <summary>The body of <c>POST /backup</c>.</summary>
/// <param name="Path">The folder of the backups, on the machine of the silo.</param>
internal sealed record BackupBody(string? Path);
