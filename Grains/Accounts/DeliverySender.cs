using Microsoft.Extensions.Logging;
using TradingOps.Engine.Accounts;
using TradingOps.Grains.Settlement;

namespace TradingOps.Grains.Accounts;

/// <summary>
/// Tells the markets of underlyings what exercises of options moved, until each of them says where that stands among its fills.
/// Which these are follows from the positions, so that it is known again after any crash. Used within one grain's turns only.
/// </summary>
internal sealed class DeliverySender(Account account, ReportFeed feed, IGrainFactory grains, ILogger logger)
{
    private Task _sending = Task.CompletedTask;

    /// <summary>Sends what is pending. What fails is sent at the next call.</summary>
    public void Send()
    {
        if (_sending.IsCompleted && account.Positions.Any(p => p.Pending.Count > 0)) _sending = SendAsync();
    }

    private async Task SendAsync()
    {
        foreach (var position in account.Positions.Where(p => p.Pending.Count > 0).ToArray())
        {
            try
            {
                var notices = position.Pending
                    .Select(p => new DeliveryNotice(new(p.Option, p.Shares, p.Payment, 0), p.Number));
                var market = grains.GetOrderBook(position.Symbol);
                await market.TakeDelivery(account.Id, [.. notices]);
                // Also where it was acknowledged, and the account has forgotten it.
                await feed.CatchUpAsync(market, position.Symbol);
            }
            catch (Exception e) when (GrainCall.IsFailure(e))
            {
                Log.DeliveryNotSent(logger, account.Id, position.Symbol, e);
            }
        }
    }
}
