namespace TradingOps.Engine.Margin;

/// <summary>What an account takes of its equity in one underlying, or in many together, in currency; 0 or more.</summary>
/// <param name="Initial">What its positions take.</param>
/// <param name="Maintenance">What its positions must keep.</param>
/// <param name="Orders">What its orders take beyond that, if the worse side of them is filled.</param>
public readonly record struct MarginFigures(decimal Initial, decimal Maintenance, decimal Orders)
{
    /// <summary>
    /// Contracts of calls that are short without cover; in a cash account, once all its sells are filled.
    /// </summary>
    public decimal UncoveredCalls { get; init; }

    /// <summary>What positions and orders take together.</summary>
    public decimal Taken => Initial + Orders;

    /// <summary>This one with another in place of a part of it.</summary>
    public MarginFigures Replace(in MarginFigures part, in MarginFigures by) => new(
        Initial - part.Initial + by.Initial,
        Maintenance - part.Maintenance + by.Maintenance,
        Orders - part.Orders + by.Orders)
    {
        UncoveredCalls = UncoveredCalls - part.UncoveredCalls + by.UncoveredCalls,
    };
}
