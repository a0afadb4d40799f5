using System.Diagnostics;
using TradingOps.Client.Cluster;

namespace TradingOps.Client.Orders;

/// <summary>
/// Repeats a cancel or a look-up while there is no answer, as when a silo stops and its markets move to another. Both are safe
/// to repeat. What a market refuses is not repeated.
/// </summary>
internal sealed class CancelRetry(FrontOptions options)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(1);

    /// <summary>The answer; errors as of the last try, which begins before patience ends and takes as long as it takes.</summary>
    /// <param name="call">The cancel or look-up; the argument says whether an earlier try may have done so.</param>
    /// <param name="aborted">The caller no longer waits for the answer.</param>
    /// <typeparam name="T">The answer.</typeparam>
    public async Task<T> UntilAnsweredAsync<T>(Func<bool, Task<T>> call, CancellationToken aborted)
    {
        var began = Stopwatch.GetTimestamp();
        for (var pause = FirstPause; ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            try
            {
                return await call(pause > FirstPause);
            }
            catch (Exception e) when (ClusterErrors.MayPass(e) && Stopwatch.GetElapsedTime(began) < options.CancelPatience)
            {
                await Task.Delay(pause, aborted);
            }
        }
    }
}
