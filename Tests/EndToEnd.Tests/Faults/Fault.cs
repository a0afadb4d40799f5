namespace TradingOps.EndToEnd.Tests.Faults;

/// <summary>One fault of a schedule.</summary>
/// <param name="After">When it begins: orders of the schedule's load that were begun by then.</param>
/// <param name="Kind">What is done.</param>
/// <param name="Target">Which silo or front.</param>
/// <param name="Seconds">How long it lasts, for kinds that last.</param>
internal sealed record Fault(int After, FaultKind Kind, int Target = 0, double Seconds = 0);
