using TradingOps.Engine.Breakers;
using TradingOps.Grains.Orders;

namespace TradingOps.Bodies.Orders;

/// <summary>Why an order ended, in the words of the API. A breaker's scope is a field of its own.</summary>
internal static class Reasons
{
    private const string Breaker = "breaker";

    /// <summary>The reason without a scope.</summary>
    public static string? CodeOf(string? reason) => ScopeOf(reason, "", "") is null ? reason : Breaker;

    /// <summary>The breaker that canceled an order, as <c>/breakers/{scope}</c> names it; null if none did.</summary>
    public static string? ScopeOf(string? reason, string account, string symbol) => reason switch
    {
        BreakerReasons.Account => BreakerScope.Account(account).ToString(),
        BreakerReasons.Symbol => BreakerScope.Symbol(symbol).ToString(),
        // Which one it was, the account's trail tells: it may have another desk by now.
        BreakerReasons.Desk => "desk",
        BreakerReasons.Firm => BreakerScope.Firm.ToString(),
        _ => null,
    };
}
