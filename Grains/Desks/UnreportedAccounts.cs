using TradingOps.Engine.Errors;

namespace TradingOps.Grains.Desks;

/// <summary>The firm has not heard of every account yet, so that the accounts of a desk are not all known.</summary>
internal static class UnreportedAccounts
{
    /// <summary>The error of a request that needs all of them.</summary>
    public static TradingUnavailableException ErrorOf(string desk, int missing) => TradingUnavailableException.NothingDone(
        TradingError.AccountsUnreported, $"{missing} accounts have not reported yet: one may be of desk '{desk}'");
}
