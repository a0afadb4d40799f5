using TradingOps.Engine.Books;

namespace TradingOps.Benchmarks.Conformance;

/// <summary>
/// What the gate of a scenario's engine refuses before its book: public engines do not agree on it. order-matcher takes no market
/// order or stop as immediate-or-cancel and no stop as fill-or-kill; CppTrader and this engine do.
/// </summary>
/// <param name="scenario">The scenario's name, which begins with its engine's.</param>
internal sealed class VenueGate(string scenario)
{
    private readonly bool _isOrderMatcher = scenario.StartsWith("order-matcher/", StringComparison.Ordinal);

    /// <summary>Whether it refuses a command.</summary>
    public bool Refuses(in BookCommand command)
    {
        if (!_isOrderMatcher || command.Kind != BookCommandKind.New) return false;
        var (type, time) = (command.Spec.Type, command.Spec.TimeInForce);
        return (time == TimeInForce.Ioc && type != OrderType.Limit) || (time == TimeInForce.Fok && type.Waits());
    }
}
