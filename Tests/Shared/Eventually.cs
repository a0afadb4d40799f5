using System.Diagnostics;

namespace TradingOps.Tests.Shared;

/// <summary>Waits for what comes about by itself, and fails where it does not.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan AskEvery = TimeSpan.FromMilliseconds(20);

    /// <summary>Asks until it is so.</summary>
    public static Task HoldsAsync(Func<Task<bool>> isSo, TimeSpan? patience = null) => BecomesAsync(isSo, so => so, patience);

    /// <summary>Asks until the answer satisfies, and returns it.</summary>
    public static async Task<T> BecomesAsync<T>(
        Func<Task<T>> ask, Func<T, bool> satisfies, TimeSpan? patience = null, string? what = null)
    {
        var began = Stopwatch.GetTimestamp();
        while (true)
        {
            var answer = await ask();
            if (satisfies(answer)) return answer;
            var limit = Pace.Scale(patience ?? Patience);
            Assert.True(Stopwatch.GetElapsedTime(began) < limit, $"{what} after {limit} it is still {answer}");
            await Task.Delay(AskEvery);
        }
    }
}
