namespace TradingOps.Grains.Kafka;

/// <summary>
/// What a publisher publishes of its source into one topic, so that no topic holds up another. Used within one grain's turns
/// only.
/// </summary>
internal interface IPublication : IDisposable
{
    /// <summary>
    /// Publishes the next part, or waits a moment for one. Returns whether to go on at once; if not, it goes on when it is woken.
    /// <see cref="KafkaSendException"/> or a failure of a call (<see cref="GrainCall.IsFailure"/>): it goes on after a pause.
    /// </summary>
    Task<bool> StepAsync(CancellationToken cancellationToken);

    /// <summary>Shows how far it is behind, while a part waits for Kafka.</summary>
    Task ShowLagAsync() => Task.CompletedTask;
}
