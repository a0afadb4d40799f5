using System.Collections.Immutable;

namespace TradingOps.Grains.Losses;

/// <summary>The losses of acknowledged records that silos have found.</summary>
[Alias("tradingops.ILossGrain")]
public interface ILossGrain : IGrainWithIntegerKey
{
    /// <summary>The losses, newest first.</summary>
    [Alias("List")]
    Task<ImmutableArray<LossView>> List();

    /// <summary>
    /// Accepts a loss; the second person who accepts it approves it, and from then on records are taken. Null if there is no such
    /// loss.
    /// </summary>
    [Alias("Accept")]
    Task<LossAnswer?> Accept(long loss, string reason, string who);
}
