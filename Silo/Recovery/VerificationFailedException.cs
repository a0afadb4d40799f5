namespace TradingOps.Silo.Recovery;

/// <summary>A market's journal does not replay to what it says.</summary>
public sealed class VerificationFailedException(string message) : Exception(message);
