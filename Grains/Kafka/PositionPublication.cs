namespace TradingOps.Grains.Kafka;

/// <summary>
/// Publishes the positions of an account that have changed, by the number of the last report in each. Used within one grain's
/// turns only.
/// </summary>
internal sealed class PositionPublication(
    string account, PublishedTopic published, KafkaServices services, PublishedLog log, IGrainFactory grains) : IPublication
{
    private const string ReportPrefix = "report:";
    private const string FlatPrefix = "flat:";

    /// <summary>How long a flat position is shown before its tombstone.</summary>
    private static readonly TimeSpan KeepFlat = TimeSpan.FromDays(1);

    /// <inheritdoc/>
    public async Task<bool> StepAsync(CancellationToken cancellationToken)
    {
        if (await published.WaitIfRefusedAsync(cancellationToken)) return true;
        var page = await grains.GetAccount(account).ReadFeed(null);
        var now = services.Clock.GetMicroseconds();
        var changed = page.Positions.Where(p => log.Find(ReportPrefix + p.Symbol) != p.LastReport).ToList();
        var messages = changed.Select(p => KafkaMessages.Position(account, p.Symbol, p, p.LastReport, now)).ToList();
        var gone = page.Positions.Except(changed).Where(p => p.Quantity == 0
            && log.Find(FlatPrefix + p.Symbol) is { } since && now - since > KeepFlat.TotalMicroseconds).ToList();
        messages.AddRange(gone.Select(p => KafkaMessages.Position(account, p.Symbol, null, p.LastReport, now)));
        await services.Producer.SendAsync(messages, cancellationToken);
        foreach (var position in changed)
        {
            log.Set(ReportPrefix + position.Symbol, position.LastReport);
            if (position.Quantity == 0) log.Set(FlatPrefix + position.Symbol, now);
            else log.Remove(FlatPrefix + position.Symbol);
        }
        foreach (var position in gone) log.Remove(FlatPrefix + position.Symbol);
        return false;
    }

    /// <inheritdoc/>
    public void Dispose() => published.Dispose();
}
