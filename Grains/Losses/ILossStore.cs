using System.Collections.Immutable;

namespace TradingOps.Grains.Losses;

/// <summary>Where losses of acknowledged records are kept. Both throw <see cref="TradingUnavailableException"/>.</summary>
public interface ILossStore
{
    /// <summary>The losses, newest first.</summary>
    Task<ImmutableArray<LossView>> ListAsync();

    /// <summary>Accepts a loss as the first person, or approves it as the second. Null if there is no such loss.</summary>
    Task<LossAnswer?> AcceptAsync(long loss, string reason, string who);
}
