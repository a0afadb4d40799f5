using System.Collections.Immutable;
using TradingOps.Engine.Markets;

namespace TradingOps.Grains.Books;

/// <summary>Durable reports of one market for one account, in the order of their numbers.</summary>
/// <param name="Symbol">The market.</param>
/// <param name="Reports">The reports; may be fewer than there are.</param>
/// <param name="LastNumber">Number of the last report that there is: what is missing up to here is in the journal.</param>
[GenerateSerializer, Immutable]
[Alias("tradingops.report-batch")]
public sealed record ReportBatch(string Symbol, ImmutableArray<ExecutionReport> Reports, long LastNumber);
