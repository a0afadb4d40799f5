namespace TradingOps.Engine.Margin;

/// <summary>What positions take from the equity of an account, in currency; 0 or more.</summary>
/// <param name="Initial">To open them.</param>
/// <param name="Maintenance">To keep them.</param>
/// <param name="UncoveredCalls">Contracts of short calls that neither stock nor a long call covers.</param>
internal readonly record struct MarginRequirement(decimal Initial, decimal Maintenance, decimal UncoveredCalls = 0)
{
    public static MarginRequirement operator +(in MarginRequirement a, in MarginRequirement b) =>
        new(a.Initial + b.Initial, a.Maintenance + b.Maintenance, a.UncoveredCalls + b.UncoveredCalls);
}
