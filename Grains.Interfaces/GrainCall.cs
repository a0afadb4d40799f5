namespace TradingOps.Grains;

/// <summary>Tells a call to a grain that did not come through from a bug.</summary>
public static class GrainCall
{
    /// <summary>
    /// Whether an exception means that a call to a grain did not come through: the grain cannot answer now, no answer came in
    /// time, no silo can be reached, or the runtime cancelled the call, as it does when one expires before its grain is placed.
    /// Apart from a <see cref="TradingUnavailableException"/> that says otherwise, the outcome is then not known.
    /// </summary>
    /// <param name="exception">What the call ended with.</param>
    /// <param name="own">
    /// The caller's own token. Once it is cancelled, a cancellation is what the caller asked for, and no failure.
    /// </param>
    public static bool IsFailure(Exception exception, CancellationToken own = default) => exception switch
    {
        OperationCanceledException => !own.IsCancellationRequested,
        TradingUnavailableException or TimeoutException or OrleansException or ObjectDisposedException => true,
        // The Orleans client throws these before its first connection, when it knows no grains yet.
        InvalidOperationException or ArgumentException => exception.Source == "Orleans.Core",
        _ => false,
    };
}
