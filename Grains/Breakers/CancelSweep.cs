using Microsoft.Extensions.Logging;
using TradingOps.Engine.Breakers;
using TradingOps.Grains.Orders;

namespace TradingOps.Grains.Breakers;

/// <summary>
/// Makes accounts cancel the orders that the breakers of firm and desks stop, until every account reports that none is left. Used
/// within one grain's turns only.
/// </summary>
internal sealed class CancelSweep(IOrderQueries orders, IGrainFactory grains, ILogger logger)
{
    private const int CanceledAtOnce = 16;

    private string _done = "";

    /// <summary>
    /// Passes over all open orders once per call for a change of a breaker, until a pass finds nothing to cancel.
    /// </summary>
    /// <param name="breakers">The breakers of the firm and of its desks.</param>
    public async Task ContinueAsync(IEnumerable<BreakerView> breakers)
    {
        var stops = breakers.Where(b => b.Resting != RestingOrders.Keep).Select(b => $"{b.Scope} {b.Sequence}");
        var change = string.Join(' ', stops);
        if (change.Length == 0 || change == _done) return;
        var owed = 0;
        foreach (var accounts in (await ListAccountsAsync()).Chunk(CanceledAtOnce))
            owed += (await Task.WhenAll(accounts.Select(CancelAsync))).Sum();
        if (owed == 0) _done = change;
    }

    /// <summary>An account that does not answer does not block the others; the next pass asks it again.</summary>
    private async Task<int> CancelAsync(string account)
    {
        try
        {
            return await grains.GetAccount(account).CancelForBreakers();
        }
        catch (Exception e) when (GrainCall.IsFailure(e))
        {
            Log.AccountNotCanceled(logger, account, e);
            return 1;
        }
    }

    private async Task<HashSet<string>> ListAccountsAsync()
    {
        var accounts = new HashSet<string>(StringComparer.Ordinal);
        string? before = null;
        while (true)
        {
            var page = await orders.ListOrdersAsync(
                new() { Statuses = OrderStatuses.Open, Limit = OrderFilter.MaxLimit, Before = before }, CancellationToken.None);
            foreach (var order in page.Orders) accounts.Add(order.Account);
            if (page.Next is null) return accounts;
            before = page.Next;
        }
    }
}
