namespace TradingOps.Silo.Storage.Postgres;

/// <summary>What is asked of the database (<c>Storage:Postgres</c>).</summary>
public sealed record PostgresOptions
{
    /// <summary>
    /// Whether a silo refuses to start on a database whose settings can lose acknowledged orders in a crash; else it warns.
    /// </summary>
    public bool RequireDurable { get; init; }
}
