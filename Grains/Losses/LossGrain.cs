using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;

namespace TradingOps.Grains.Losses;

/// <summary>Hands questions about losses to the store of the silo that it happens to be on. It needs no journal.</summary>
[StatelessWorker]
[Reentrant]
public sealed class LossGrain(ILossStore store, ILogger<LossGrain> logger) : TradingGrain, ILossGrain
{
    /// <inheritdoc/>
    public Task<ImmutableArray<LossView>> List() => store.ListAsync();

    /// <inheritdoc/>
    public async Task<LossAnswer?> Accept(long loss, string reason, string who)
    {
        var answer = await store.AcceptAsync(loss, reason, who);
        if (answer is { Refusal: LossRefusal.None }) Log.LossAccepted(logger, loss, who, reason);
        return answer;
    }
}
