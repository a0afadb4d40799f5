namespace TradingOps.Engine.Markets;

/// <summary>Stored bytes are of a version that this program does not read.</summary>
/// <param name="what">What they hold.</param>
/// <param name="version">The version that they name.</param>
/// <param name="known">The newest version that this program reads.</param>
public sealed class UnknownVersionException(string what, int version, int known)
    : Exception($"{what} of version {version}, this program reads up to {known}")
{
    /// <summary>The version that the bytes name.</summary>
    public int Version { get; } = version;

    /// <summary>The newest version that this program reads.</summary>
    public int Known { get; } = known;
}
