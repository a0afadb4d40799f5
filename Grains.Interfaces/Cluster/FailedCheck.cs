namespace TradingOps.Grains.Cluster;

/// <summary>A health check of a silo that fails.</summary>
/// <param name="Name">What was checked.</param>
/// <param name="Detail">What is wrong with it.</param>
[GenerateSerializer]
[Immutable]
[Alias("tradingops.failed-check")]
public sealed record FailedCheck([property: Id(0)] string Name, [property: Id(1)] string Detail);
