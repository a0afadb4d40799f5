using System.Collections.Immutable;

namespace TradingOps.Grains.Cluster;

/// <summary>
/// Whichever silo is asked, about itself and the cluster. A front reaches each key through one of its gateways: who uses one
/// after another is not kept in the dark by one that does not answer.
/// </summary>
[Alias("tradingops.silo")]
public interface ISiloGrain : IGrainWithIntegerKey
{
    /// <summary>How many keys there are, from 0.</summary>
    const int Keys = 16;

    /// <summary>
    /// The gateways of the silos that are alive as the membership table says, as address:port.
    /// <see cref="TradingUnavailableException"/> if it cannot be read.
    /// </summary>
    [Alias("ListGateways")]
    [ResponseTimeout("00:00:02")]
    Task<ImmutableArray<string>> ListGateways();

    /// <summary>The silo's health checks that fail now.</summary>
    [Alias("ListFailedChecks")]
    [ResponseTimeout("00:00:04")]
    Task<ImmutableArray<FailedCheck>> ListFailedChecks();
}
