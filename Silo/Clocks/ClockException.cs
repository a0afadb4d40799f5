namespace TradingOps.Silo.Clocks;

/// <summary>The clock of this machine is too wrong for a silo to start.</summary>
internal sealed class ClockException(string message) : Exception(message);
