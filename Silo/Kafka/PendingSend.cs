using TradingOps.Grains.Kafka;

namespace TradingOps.Silo.Kafka;

/// <summary>Messages that were handed over together and wait for their acknowledgements. Thread-safe.</summary>
internal sealed class PendingSend(int count)
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _waiting = count;
    private volatile bool _hasFailed;

    /// <summary>Completes when all are acknowledged; fails with the first that is not.</summary>
    public Task Done => _done.Task;

    /// <summary>Whether one was not acknowledged.</summary>
    public bool HasFailed => _hasFailed;

    /// <summary>One is acknowledged.</summary>
    public void Acknowledge()
    {
        if (Interlocked.Decrement(ref _waiting) == 0) _done.TrySetResult();
    }

    /// <summary>One is not acknowledged.</summary>
    public void Fail(KafkaSendException e)
    {
        _hasFailed = true;
        _done.TrySetException(e);
    }
}
