using Microsoft.Extensions.Logging;
using TradingOps.Engine.Accounts;
using TradingOps.Grains.Orders;

namespace TradingOps.Grains.Accounts;

/// <summary>
/// Finds out that the cluster has another activation of the account: markets deliver to that one, and this one would show old
/// positions for as long as it lives. The sign is a market that counts reports as acknowledged which this activation does not
/// have. Used within one grain's turns only.
/// </summary>
internal sealed class DuplicateCheck(
    Account account, IOrderQueries queries, IGrainFactory grains, Action deactivate, ILogger logger)
{
    /// <summary>
    /// Asks every market that the account has traded in, and ends this activation if there is another. A market that does not
    /// answer is asked the next time.
    /// </summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        try
        {
            foreach (var symbol in (await queries.ListSymbolsAsync(account.Id, cancellationToken)).Union(account.Cursors.Keys))
            {
                var acknowledged = await grains.GetOrderBook(symbol).AcknowledgedBy(account.Id);
                // Read after the answer: what this activation acknowledged it has applied before.
                if (acknowledged <= account.CursorOf(symbol).Number) continue;
                Log.DuplicateFound(logger, account.Id, acknowledged, symbol, account.CursorOf(symbol).Number);
                deactivate();
                return;
            }
        }
        catch (Exception e) when (GrainCall.IsFailure(e, cancellationToken))
        {
            Log.DuplicatesNotChecked(logger, account.Id, e);
        }
    }
}
