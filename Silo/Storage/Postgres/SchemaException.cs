namespace TradingOps.Silo.Storage.Postgres;

/// <summary>The database cannot be used: it does not answer, does not let us in, or has a schema of another version.</summary>
public sealed class SchemaException(string message) : Exception(message);
