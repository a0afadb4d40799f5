using TradingOps.Engine.Breakers;
using TradingOps.Grains.Breakers;

namespace TradingOps.Grains.Kafka;

/// <summary>Publishes every change of every breaker. Used within one grain's turns only.</summary>
internal sealed class BreakerPublication(
    PublishedTopic published, KafkaServices services, PublishedLog log, IGrainFactory grains) : IPublication
{
    private const string ScopePrefix = "breaker:";

    /// <summary>Set when the breakers as they stood at the start are known: what they did before is not published.</summary>
    private const string Begun = "begun";

    /// <inheritdoc/>
    public async Task<bool> StepAsync(CancellationToken cancellationToken)
    {
        if (await published.WaitIfRefusedAsync(cancellationToken)) return true;
        var breakers = await grains.GetFirmBreaker().ListBreakers();
        var (isBegun, now) = (log.Find(Begun) is not null, services.Clock.GetMicroseconds());
        foreach (var breaker in breakers)
        {
            var known = log.Find(ScopePrefix + breaker.Scope) ?? (isBegun ? 0 : breaker.Sequence - 1);
            if (breaker.Sequence <= known || !BreakerScope.TryParse(breaker.Scope, out var scope)) continue;
            var missing = (int)Math.Min(breaker.Sequence - known, IBreakerGrain.MaxHistory);
            var changes = missing == 1
                ? [breaker]
                : await grains.GetBreaker(scope).ReadHistory(breaker.Sequence + 1, missing);
            var messages = changes.Reverse().Select(c => KafkaMessages.Breaker(c, now));
            await services.Producer.SendAsync([.. messages], cancellationToken);
            log.Set(ScopePrefix + breaker.Scope, breaker.Sequence);
        }
        if (isBegun) return false;
        log.Set(Begun, 1);
        // Before a breaker moves twice.
        await log.StoreAsync(isLast: true);
        return false;
    }

    /// <inheritdoc/>
    public void Dispose() => published.Dispose();
}
