namespace TradingOps.EndToEnd.Tests.Stack;

/// <summary>
/// The collection of the tests that run when all others are done, one at a time: they measure times, or open thousands of
/// connections.
/// </summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "alone";
}
