using System.Diagnostics;
using TradingOps.Client.Cluster;
using TradingOps.Grains.Books;
using TradingOps.Grains.Orders;

namespace TradingOps.Client.Orders;

/// <summary>
/// Cancels, and asks again while a market does not answer, as when its silo stops and it moves to another: a cancel can be said
/// twice. What the market itself refuses is not asked again.
/// </summary>
internal sealed class PatientCancel(FrontOptions options)
{
    private static readonly TimeSpan AgainAfter = TimeSpan.FromMilliseconds(100);

    /// <summary>The order as its market canceled it; errors as of the last try.</summary>
    public async Task<SubmitResult> CancelAsync(IOrderBookGrain market, string orderId)
    {
        var began = Stopwatch.GetTimestamp();
        for (var isFirst = true; ; isFirst = false)
        {
            try
            {
                var result = await market.Cancel(orderId);
                // A try that was not answered may have canceled it.
                return !isFirst && result is { Code: "not_open", Order: { Status: OrderStatus.Canceled } order }
                    ? new(SubmitOutcome.Accepted, order)
                    : result;
            }
            catch (Exception e) when (e is TimeoutException or OrleansException
                && Stopwatch.GetElapsedTime(began) < options.CancelPatience)
            {
                await Task.Delay(AgainAfter);
            }
        }
    }
}
