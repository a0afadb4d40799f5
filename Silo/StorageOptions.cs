using System.ComponentModel.DataAnnotations;
using TradingOps.Silo.Storage.Embedded;
using TradingOps.Silo.Storage.Postgres;

namespace TradingOps.Silo;

/// <summary>Where everything durable is kept (<c>Storage</c>).</summary>
public sealed record StorageOptions
{
    /// <summary>The configuration section.</summary>
    public const string Section = "Storage";

    /// <summary>The store in a folder of this machine.</summary>
    public const string EmbeddedProvider = "Embedded";

    /// <summary>The database that <c>ConnectionStrings:TradingOps</c> names.</summary>
    public const string PostgresProvider = "PostgreSql";

    /// <summary>Which store.</summary>
    [AllowedValues(EmbeddedProvider, PostgresProvider)]
    public string Provider { get; init; } = EmbeddedProvider;

    /// <summary>The folder of the embedded store.</summary>
    [Required]
    public string Path { get; init; } = "./data";

    /// <summary>Bounds of the embedded store.</summary>
    public EmbeddedStoreOptions Embedded { get; init; } = new();

    /// <summary>What is asked of the database.</summary>
    public PostgresOptions Postgres { get; init; } = new();
}
