using System.Diagnostics;

namespace TradingOps.Grains.Tests.Cluster;

/// <summary>Calls that are to be made again where a grain is not available yet, as the front does.</summary>
internal static class Retry
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>Calls until there is an answer. <see cref="TradingUnavailableException"/> if there is none for long.</summary>
    public static async Task<T> UntilAnsweredAsync<T>(Func<Task<T>> call)
    {
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            try
            {
                return await call();
            }
            catch (TradingUnavailableException) when (Stopwatch.GetElapsedTime(began) < Patience)
            {
                await Task.Delay(Pause);
            }
        }
    }
}
