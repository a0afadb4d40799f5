using Microsoft.Extensions.Options;
using TradingOps.Engine.Instruments;
using TradingOps.Grains;
using TradingOps.Grains.Journaling;
using TradingOps.Grains.Kafka;
using TradingOps.Hosting;

namespace TradingOps.Silo.Kafka;

/// <summary>
/// Keeps what publishes to Kafka awake, wherever in the cluster it is: the markets and prices that have a journal, and the rest.
/// Accounts are woken when something happens to them, and all of them now and then, since a silo that ended may have known more.
/// </summary>
internal sealed class KafkaWaker(
    IJournal journal, InstrumentCatalogue catalogue, IKafkaProducer producer, IOptions<KafkaOptions> options,
    IGrainFactory grains, TimeProvider clock, ILogger<KafkaWaker> logger)
    : PollingService(TimeSpan.FromSeconds(1), clock, logger)
{
    private const int AccountsAStep = 200;

    private static readonly TimeSpan ListEvery = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan ListAccountsEvery = TimeSpan.FromMinutes(10);

    private static readonly (KafkaTopic Topic, KafkaSource Source)[] Single =
    [
        (KafkaTopic.Instruments, new(KafkaSourceKind.Instruments, "")),
        (KafkaTopic.Breakers, new(KafkaSourceKind.Breakers, "")),
        (KafkaTopic.Incidents, new(KafkaSourceKind.Incidents, "")),
    ];

    private readonly Queue<string> _accounts = new();
    private bool _hasStarted;
    private long? _listedAt;
    private long? _accountsListedAt;

    protected override async Task StepAsync(CancellationToken cancellationToken)
    {
        try
        {
            // Settled before anything is published: what happens from now on is.
            if (!_hasStarted) await grains.GetKafkaStart().GetStart(KafkaStart.Propose(options.Value));
            _hasStarted = true;
            foreach (var (topic, source) in Single)
                if (producer.Wants(topic))
                    await WakeAsync(source);
            await WakeSymbolsAsync(cancellationToken);
            await WakeAccountsAsync(cancellationToken);
        }
        catch (Exception e) when (GrainCall.IsFailure(e, cancellationToken))
        {
            Log.WakeFailed(Logger, e);
        }
    }

    private async Task WakeSymbolsAsync(CancellationToken cancellationToken)
    {
        if (_listedAt is { } at && Clock.GetElapsedTime(at) < ListEvery) return;
        var traded = await ListAsync(JournalStreams.BookPrefix, cancellationToken);
        var priced = await ListAsync(JournalStreams.MarketDataPrefix, cancellationToken);
        foreach (var symbol in traded)
            await WakeAsync(KafkaSource.Market(symbol));
        if (producer.Wants(KafkaTopic.Quotes) || producer.Wants(KafkaTopic.Books))
            foreach (var symbol in traded.Union(priced))
                await WakeAsync(KafkaSource.Prices(symbol));
        _listedAt = Clock.GetTimestamp();
    }

    private async Task WakeAccountsAsync(CancellationToken cancellationToken)
    {
        if (_accountsListedAt is not { } at || Clock.GetElapsedTime(at) >= ListAccountsEvery)
        {
            foreach (var stream in await journal.ListAsync(JournalStreams.AccountPrefix, cancellationToken))
                _accounts.Enqueue(JournalStreams.AccountOf(stream)!);
            _accountsListedAt = Clock.GetTimestamp();
        }
        for (var i = 0; i < AccountsAStep && _accounts.TryDequeue(out var account); i++)
            await WakeAsync(KafkaSource.Account(account));
    }

    private async Task<IReadOnlyList<string>> ListAsync(string prefix, CancellationToken cancellationToken) =>
    [
        .. (await journal.ListAsync(prefix, cancellationToken)).Select(s => s[prefix.Length..])
            .Where(s => catalogue.TryGet(s, out _)),
    ];

    private Task WakeAsync(KafkaSource source) => grains.GetKafkaPublisher(source).Wake();
}
