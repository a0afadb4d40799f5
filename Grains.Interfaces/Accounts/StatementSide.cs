using System.Collections.Immutable;

namespace TradingOps.Grains.Accounts;

/// <summary>What an account had come to at a moment; sums are of its whole life.</summary>
/// <param name="Cash">Cash.</param>
/// <param name="Equity">Cash and what positions add.</param>
/// <param name="CashIn">All cash that came in, less all that went out.</param>
/// <param name="Trade">Realised by fills, before fees.</param>
/// <param name="Variation">Realised by the daily settlement of futures.</param>
/// <param name="Exercise">Realised by exercise, assignment and expiry.</param>
/// <param name="Fees">All fees paid.</param>
/// <param name="Unrealized">Open P&amp;L.</param>
/// <param name="Positions">What was held.</param>
[GenerateSerializer, Immutable]
[Alias("tradingops.statement-side")]
public sealed record StatementSide(
    decimal Cash, decimal Equity, decimal CashIn, decimal Trade, decimal Variation, decimal Exercise, decimal Fees,
    decimal Unrealized, ImmutableArray<StatementPosition> Positions);
