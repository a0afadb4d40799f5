namespace TradingOps.Grains.Feeds;

/// <summary>Lets readers wait for the next change. Used within one grain's turns only.</summary>
internal sealed class FeedSignal(TimeProvider clock)
{
    /// <summary>
    /// How long a reader waits in one call. Short, so that a grain that is to go does not wait long for its readers.
    /// </summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private TaskCompletionSource? _waiting;

    /// <summary>Wakes the readers that wait.</summary>
    public void Set()
    {
        _waiting?.SetResult();
        _waiting = null;
    }

    /// <summary>Until the next <see cref="Set"/>, or until patience ends.</summary>
    public async Task WaitAsync()
    {
        _waiting ??= new(TaskCreationOptions.RunContinuationsAsynchronously);
        try
        {
            await _waiting.Task.WaitAsync(Patience, clock);
        }
        catch (TimeoutException)
        {
            // Nothing happened: the reader gets an empty page and asks again.
        }
    }
}
