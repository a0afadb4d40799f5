using System.Globalization;
using TradingOps.Grains.Incidents;

namespace TradingOps.Grains.Kafka;

/// <summary>Publishes incidents as they stand, at each of their steps. Used within one grain's turns only.</summary>
internal sealed class IncidentPublication(
    PublishedTopic published, KafkaServices services, PublishedLog log, IGrainFactory grains) : IPublication
{
    private const string NumberPrefix = "incident:";
    private const string Newest = "newest";

    /// <inheritdoc/>
    public async Task<bool> StepAsync(CancellationToken cancellationToken)
    {
        if (await published.WaitIfRefusedAsync(cancellationToken)) return true;
        var incidents = grains.GetIncidentLog();
        var open = await incidents.List(new() { IsResolved = false, Limit = IncidentFilter.MaxLimit });
        // Of the time before the first start only those that are open.
        if (log.Find(Newest) is not { } newest)
        {
            newest = (await incidents.List(new() { Limit = 1 })).FirstOrDefault()?.Number ?? 0;
            log.Set(Newest, newest);
            await log.StoreAsync(isLast: true);
        }
        var found = open.Concat(await ListSinceAsync(incidents, newest)).DistinctBy(i => i.Number)
            .ToDictionary(i => i.Number);
        foreach (var number in Followed().Where(n => !found.ContainsKey(n)).ToList())
            if (await incidents.Find(number) is { } incident) found.Add(number, incident);
            else log.Remove(NameOf(number));
        foreach (var incident in found.Values.OrderBy(i => i.Number))
        {
            if ((log.Find(NameOf(incident.Number)) ?? 0) < incident.Timeline.Length)
                await services.Producer.SendAsync([KafkaMessages.Incident(incident)], cancellationToken);
            if (incident.Status == IncidentStatus.Resolved) log.Remove(NameOf(incident.Number));
            else if (log.Find(NameOf(incident.Number)) != incident.Timeline.Length)
                log.Set(NameOf(incident.Number), incident.Timeline.Length);
            if (incident.Number > newest) newest = incident.Number;
        }
        if (log.Find(Newest) != newest) log.Set(Newest, newest);
        return false;
    }

    /// <inheritdoc/>
    public void Dispose() => published.Dispose();

    private IEnumerable<long> Followed() => log.Names.Where(n => n.StartsWith(NumberPrefix, StringComparison.Ordinal))
        .Select(n => long.Parse(n.AsSpan(NumberPrefix.Length), CultureInfo.InvariantCulture));

    private static string NameOf(long number) => NumberPrefix + number.ToString(CultureInfo.InvariantCulture);

    /// <summary>Every incident that was opened after one, resolved ones too.</summary>
    private static async Task<List<IncidentView>> ListSinceAsync(IIncidentLogGrain incidents, long newest)
    {
        var since = new List<IncidentView>();
        for (long? before = null; ;)
        {
            var page = await incidents.List(new() { Before = before, Limit = IncidentFilter.MaxLimit });
            since.AddRange(page.Where(i => i.Number > newest));
            if (page.Length < IncidentFilter.MaxLimit || page[^1].Number <= newest) return since;
            before = page[^1].Number;
        }
    }
}
