using System.Collections.Immutable;

namespace TradingOps.Grains.Audit;

/// <summary>What an account says of itself to the audit, all as of one moment.</summary>
/// <param name="Account">The account.</param>
/// <param name="Cash">Its cash.</param>
/// <param name="ExpectedCash">Cash that came in, less what went out, and what its positions' own figures say that fills came
/// to.</param>
/// <param name="Markets">Every symbol that it follows.</param>
[GenerateSerializer, Immutable]
[Alias("tradingops.account-statement")]
public sealed record AccountStatement(
    string Account, decimal Cash, decimal ExpectedCash, ImmutableArray<MarketStatementView> Markets)
{
    /// <summary>
    /// Whether its cash must never be below zero: a cash account whose options were never exercised or assigned, and whose trades
    /// were never busted or corrected. These take their cash whether it is there or not.
    /// </summary>
    [Id(4)] public bool IsCashAccount { get; init; }
}
