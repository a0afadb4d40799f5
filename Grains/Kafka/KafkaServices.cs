using Microsoft.Extensions.Options;
using TradingOps.Engine.Instruments;
using TradingOps.Grains.Incidents;
using TradingOps.Grains.Journaling;
using TradingOps.Grains.Orders;

namespace TradingOps.Grains.Kafka;

/// <summary>What publishers need of their silo. One a silo.</summary>
/// <param name="Journal">Where the records are.</param>
/// <param name="Catalogue">The instruments.</param>
/// <param name="Orders">The orders as they stand.</param>
/// <param name="Producer">What sends.</param>
/// <param name="Options">The settings.</param>
/// <param name="Metrics">What is counted.</param>
/// <param name="Incidents">Where gaps are reported.</param>
/// <param name="Clock">The time.</param>
public sealed record KafkaServices(
    IJournal Journal, InstrumentCatalogue Catalogue, IOrderQueries Orders, IKafkaProducer Producer,
    IOptions<KafkaOptions> Options, KafkaMetrics Metrics, IncidentOutbox Incidents, TimeProvider Clock) : IDisposable
{
    /// <summary>
    /// Pages of a topic that may be under way in a silo: they bound what it keeps in memory while Kafka is away.
    /// </summary>
    private const int MaxPages = 32;

    private readonly SemaphoreSlim[] _pages = [.. Enum.GetValues<KafkaTopic>().Select(_ => new SemaphoreSlim(MaxPages))];

    /// <summary>Entered for each page of a topic that is under way.</summary>
    public SemaphoreSlim PagesOf(KafkaTopic topic) => _pages[(int)topic];

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var pages in _pages) pages.Dispose();
    }
}
