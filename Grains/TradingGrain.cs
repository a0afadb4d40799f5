namespace TradingOps.Grains;

/// <summary>What every grain of this project begins as: no turn of it runs within its own activation.</summary>
/// <remarks>
/// Orleans 10 starts an activation under the activation's lock. If nothing of the start awaits, the calls that wait for it run
/// under that lock too; two grains that start at the same time and call each other then wait for each other's lock for ever. One
/// step of the start that always awaits rules that out (docs/decisions/0030).
/// </remarks>
public abstract class TradingGrain : Grain, ILifecycleParticipant<IGrainLifecycle>
{
    /// <inheritdoc/>
    public void Participate(IGrainLifecycle lifecycle) =>
        lifecycle.Subscribe(nameof(TradingGrain), GrainLifecycleStage.First, async _ => await Task.Yield());
}
