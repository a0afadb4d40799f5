using Microsoft.Extensions.Logging;
using TradingOps.Grains.Orders;

namespace TradingOps.Grains.Accounts;

/// <summary>
/// Finds out that the cluster has another activation of the account: markets deliver to that one, and this one would show old
/// positions for as long as it lives. The signs are a record of the account's stream, or a report that counts as acknowledged,
/// which this activation does not have (docs/decisions/0031). Used within one grain's turns only.
/// </summary>
internal sealed class DuplicateCheck(
    AccountLog log, IOrderQueries queries, IGrainFactory grains, Action deactivate, ILogger logger)
{
    /// <summary>
    /// Asks every market that the account has traded in, and ends this activation if there is another. A market that does not
    /// answer is asked the next time.
    /// </summary>
    public async Task RunAsync(CancellationToken cancellationToken)
    {
        var account = log.Account;
        try
        {
            await log.EndIfSupersededAsync(cancellationToken);
            var traded = await queries.ListSymbolsAsync(account.Id, cancellationToken);
            foreach (var symbol in traded.Union(account.Cursors.Keys).ToArray())
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
