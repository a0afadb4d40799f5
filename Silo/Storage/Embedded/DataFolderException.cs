namespace TradingOps.Silo.Storage.Embedded;

/// <summary>The data folder cannot be used: another process has it, or it cannot be written.</summary>
public sealed class DataFolderException(string message, Exception? inner = null) : Exception(message, inner);
