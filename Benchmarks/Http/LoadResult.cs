namespace TradingOps.Benchmarks.Http;

/// <summary>What a load did.</summary>
/// <param name="Requests">Requests a second.</param>
/// <param name="Orders">Orders a second that were answered 201.</param>
/// <param name="Failures">Requests or orders that were answered otherwise.</param>
/// <param name="FirstFailure">The first of them.</param>
/// <param name="Latency">How long answers took.</param>
internal sealed record LoadResult(
    double Requests, double Orders, long Failures, string? FirstFailure, LatencyHistogram Latency);
