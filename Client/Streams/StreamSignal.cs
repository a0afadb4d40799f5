namespace TradingOps.Client.Streams;

/// <summary>Wakes one reader. Set often, it wakes once. Set by any thread.</summary>
internal sealed class StreamSignal : IDisposable
{
    private readonly SemaphoreSlim _wake = new(0);
    private int _isSet;

    /// <summary>There may be something to read.</summary>
    public void Set()
    {
        if (Interlocked.Exchange(ref _isSet, 1) == 0) _wake.Release();
    }

    /// <summary>Until it is set, or the time has passed.</summary>
    public async Task WaitAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        // Cleared before the reader looks: what is published from here on sets it again.
        if (await _wake.WaitAsync(patience, cancellationToken)) Volatile.Write(ref _isSet, 0);
    }

    public void Dispose() => _wake.Dispose();
}
