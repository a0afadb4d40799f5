using System.Collections.Immutable;
using TradingOps.Grains.Losses;

namespace TradingOps.Silo.Storage.Embedded;

/// <summary>The embedded store does not start over a loss: <see cref="LossAcceptance"/> is a command.</summary>
internal sealed class NoLosses : ILossStore
{
    public Task<ImmutableArray<LossView>> ListAsync() => Task.FromResult(ImmutableArray<LossView>.Empty);

    public Task<LossAnswer?> AcceptAsync(long loss, string reason, string who) => Task.FromResult<LossAnswer?>(null);
}
