using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using TradingOps.Engine.Errors;

namespace TradingOps.Grains;

/// <summary>
/// The base of every grain: none of its turns runs inside its own activation, and a grain that cannot start answers its callers
/// with <see cref="TradingUnavailableException"/>.
/// </summary>
/// <remarks>
/// Orleans 10 starts an activation under the activation's lock. If nothing of the start awaits, the calls that wait for it run
/// under that lock too; two grains that start at the same time and call each other then wait for each other's lock for ever. One
/// step of the start that always awaits rules that out (docs/decisions/0022). What a start fails with, Orleans hands to the calls
/// that wait for it as it is: loops that bear what a call may fail with would end.
/// </remarks>
public abstract class TradingGrain : Grain, ILifecycleParticipant<IGrainLifecycle>
{
    private static readonly TimeSpan CompareEvery = TimeSpan.FromSeconds(5);

    /// <inheritdoc/>
    public void Participate(IGrainLifecycle lifecycle) =>
        lifecycle.Subscribe(nameof(TradingGrain), GrainLifecycleStage.First, async _ => await Task.Yield());

    /// <inheritdoc/>
    public sealed override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        try
        {
            await StartAsync(cancellationToken);
        }
        catch (Exception e) when (e is not TradingUnavailableException)
        {
            Log.StartFailed(ServiceProvider.GetRequiredService<ILogger<TradingGrain>>(), $"{GrainContext.GrainId}", e);
            throw new TradingUnavailableException(TradingError.CannotStart, $"{GrainContext.GrainId} cannot start: {e.Message}");
        }
    }

    /// <summary>
    /// Runs a check every 5 s that ends this activation when another one has gone on with its stream (docs/decisions/0031).
    /// </summary>
    protected void EndWhenSuperseded(Func<CancellationToken, Task> check) =>
        this.RegisterGrainTimer(check, new() { DueTime = CompareEvery, Period = CompareEvery, Interleave = true });

    /// <summary>Reads what the grain needs before its first call.</summary>
    protected virtual Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
