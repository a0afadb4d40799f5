namespace TradingOps.Hosting.Access;

/// <summary>The file of keys cannot be used.</summary>
public sealed class KeyFileException(string path, string reason) : Exception($"Auth:KeysFile is '{path}': {reason}");
