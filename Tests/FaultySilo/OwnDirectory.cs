using System.Collections.Concurrent;
using Orleans.GrainDirectory;

namespace TradingOps.FaultySilo;

/// <summary>
/// A directory of this silo's grains that no other silo knows: so every silo has activations of its own of all grains, as a silo
/// has that the others went on without.
/// </summary>
internal sealed class OwnDirectory : IGrainDirectory
{
    private readonly ConcurrentDictionary<GrainId, GrainAddress> _grains = [];

    public Task<GrainAddress?> Register(GrainAddress address) =>
        Task.FromResult<GrainAddress?>(_grains.GetOrAdd(address.GrainId, address));

    public Task Unregister(GrainAddress address)
    {
        _grains.TryRemove(new(address.GrainId, address));
        return Task.CompletedTask;
    }

    public Task<GrainAddress?> Lookup(GrainId grainId) => Task.FromResult(_grains.GetValueOrDefault(grainId));

    public Task UnregisterSilos(List<SiloAddress> siloAddresses) => Task.CompletedTask;
}
