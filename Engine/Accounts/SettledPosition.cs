using TradingOps.Engine.Settlement;

namespace TradingOps.Engine.Accounts;

/// <summary>What a settlement did to a position, so that it can be undone.</summary>
/// <param name="Lots">The lots that it closed.</param>
/// <param name="Realized">What it realised, in currency.</param>
/// <param name="Cash">Cash that it paid for what was not exercised, in currency.</param>
/// <param name="Exercised">Contracts exercised (positive) or assigned (negative).</param>
/// <param name="Delivery">What each of them moved; null if none was.</param>
public sealed record SettledPosition(
    IReadOnlyList<OpenLot> Lots, decimal Realized, decimal Cash, decimal Exercised, Delivery? Delivery);
