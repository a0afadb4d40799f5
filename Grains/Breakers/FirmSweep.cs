using Microsoft.Extensions.Logging;
using TradingOps.Engine.Breakers;
using TradingOps.Grains.Orders;

namespace TradingOps.Grains.Breakers;

/// <summary>
/// Has accounts cancel what the firm's breaker wants gone, awake or not, until each says that nothing is left. Used within one
/// grain's turns only.
/// </summary>
internal sealed class FirmSweep(IOrderQueries orders, IGrainFactory grains, ILogger logger)
{
    private const int AskedAtOnce = 16;

    private long _done;

    /// <summary>Goes over all open orders once for a change of the breaker; does nothing once a whole pass was clean.</summary>
    public async Task ContinueAsync(long change, RestingOrders resting)
    {
        if (resting == RestingOrders.Keep || change == _done) return;
        var owed = 0;
        foreach (var accounts in (await ListAccountsAsync()).Chunk(AskedAtOnce))
            owed += (await Task.WhenAll(accounts.Select(ObeyAsync))).Sum();
        if (owed == 0) _done = change;
    }

    /// <summary>One that does not answer keeps the others from nothing, and is asked again.</summary>
    private async Task<int> ObeyAsync(string account)
    {
        try
        {
            return await grains.GetAccount(account).ObeyBreakers();
        }
        catch (Exception e) when (GrainCall.IsFailure(e))
        {
            Log.AccountDisobeys(logger, account, e);
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
