namespace TradingOps.Grains.Incidents;

/// <summary>The incident log cannot be read, or did not take an entry.</summary>
public sealed class IncidentStoreException(string message, Exception? inner = null) : Exception(message, inner);
