namespace TradingOps.Grains;

/// <summary>
/// Runs work whose awaits must not overlap, one after the other. What fails is reported to its own caller; the next goes on. Used
/// within one grain's turns only.
/// </summary>
internal sealed class OneAtATime
{
    private const ConfigureAwaitOptions Quietly =
        ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext;

    private Task _running = Task.CompletedTask;

    /// <summary>Runs work once all that was begun before has ended.</summary>
    public async Task<T> RunAsync<T>(Func<Task<T>> work)
    {
        while (!_running.IsCompleted) await UntilDoneAsync();
        var running = work();
        _running = running;
        return await running;
    }

    /// <summary>Waits until the work that runs now, if any, has ended.</summary>
    public Task UntilDoneAsync() => _running.IsCompleted ? Task.CompletedTask : WaitAsync();

    private async Task WaitAsync() => await _running.ConfigureAwait(Quietly);
}
