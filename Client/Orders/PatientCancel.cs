using System.Diagnostics;
using TradingOps.Client.Cluster;

namespace TradingOps.Client.Orders;

/// <summary>
/// Sends a cancel again while there is no answer, as when a silo stops and its markets move to another: a cancel can be said
/// twice. What the market itself refuses is not asked again.
/// </summary>
internal sealed class PatientCancel(FrontOptions options)
{
    private static readonly TimeSpan AgainAfter = TimeSpan.FromMilliseconds(100);

    /// <summary>The answer; errors as of the last try.</summary>
    /// <param name="cancel">Cancels; told whether an earlier try may have done so.</param>
    /// <typeparam name="T">The answer.</typeparam>
    public async Task<T> UntilAnsweredAsync<T>(Func<bool, Task<T>> cancel)
    {
        var began = Stopwatch.GetTimestamp();
        for (var isAgain = false; ; isAgain = true)
        {
            try
            {
                return await cancel(isAgain);
            }
            catch (Exception e) when (e is TimeoutException or OrleansException
                && Stopwatch.GetElapsedTime(began) < options.CancelPatience)
            {
                await Task.Delay(AgainAfter);
            }
        }
    }
}
