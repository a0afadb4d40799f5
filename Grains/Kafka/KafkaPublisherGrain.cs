using Microsoft.Extensions.Logging;
using Orleans.Concurrency;

namespace TradingOps.Grains.Kafka;

/// <summary>
/// Publishes one source to Kafka, in a loop for each topic beside its calls, which are short. Trading never waits for it.
/// </summary>
[Reentrant]
public sealed class KafkaPublisherGrain(KafkaServices services, ILogger<KafkaPublisherGrain> logger)
    : TradingGrain, IKafkaPublisherGrain, IDisposable
{
    private const ConfigureAwaitOptions Quietly =
        ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext;

    private static readonly TimeSpan StaysFor = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MaxPause = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ShowLagEvery = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _ends = new();
    private KafkaSource _source;
    private KafkaTroubles _troubles = null!;
    private PublishedLog _log = null!;
    private List<Loop> _loops = [];

    private bool IsStored => _source.Kind != KafkaSourceKind.Prices;

    /// <inheritdoc/>
    protected override async Task StartAsync(CancellationToken cancellationToken)
    {
        _source = KafkaSource.Parse(this.GetPrimaryKeyString());
        _troubles = new(services.Incidents, logger);
        _log = new(_source, services, DeactivateOnIdle, logger);
        if (IsStored)
        {
            await _log.OpenAsync(cancellationToken);
            EndWhenSuperseded(_log.EndIfSupersededAsync);
        }
        _loops = [.. PublicationsOf(_source).Select(p => new Loop(p.Topic, p.Publication))];
        this.RegisterGrainTimer(_ => ShowLagAsync(), new(ShowLagEvery, ShowLagEvery) { Interleave = true });
    }

    /// <inheritdoc/>
    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        await _ends.CancelAsync();
        await Task.WhenAll(_loops.Select(l => l.Running)).WaitAsync(cancellationToken).ConfigureAwait(Quietly);
        foreach (var loop in _loops) loop.Publication.Dispose();
        if (IsStored) await _log.StoreAsync(isLast: true);
    }

    /// <inheritdoc/>
    public void Dispose() => _ends.Dispose();

    /// <inheritdoc/>
    public Task Wake()
    {
        DelayDeactivation(StaysFor);
        foreach (var loop in _loops)
        {
            loop.IsWoken = true;
            if (loop.Running.IsCompleted && !_ends.IsCancellationRequested) loop.Running = RunAsync(loop, _ends.Token);
        }
        return Task.CompletedTask;
    }

    private IEnumerable<(KafkaTopic Topic, IPublication Publication)> PublicationsOf(KafkaSource source) => source.Kind switch
    {
        KafkaSourceKind.Market => MarketPublications(source.Name),
        KafkaSourceKind.Account => Each(
            RefusedOrderPublication.Topics,
            p => new RefusedOrderPublication(source.Name, p, services, GrainFactory, _troubles)).Concat(
            Each([KafkaTopic.Positions], p => new PositionPublication(source.Name, p, services, _log, GrainFactory))),
        KafkaSourceKind.Prices => Each(
            PricePublication.Topics, p => new PricePublication(source.Name, p, services, GrainFactory)),
        KafkaSourceKind.Instruments => Each(
            [KafkaTopic.Instruments], p => new InstrumentPublication(p, services, _log, GrainFactory)),
        KafkaSourceKind.Breakers => Each(
            [KafkaTopic.Breakers], p => new BreakerPublication(p, services, _log, GrainFactory)),
        _ => Each([KafkaTopic.Incidents], p => new IncidentPublication(p, services, _log, GrainFactory)),
    };

    private IEnumerable<(KafkaTopic, IPublication)> MarketPublications(string symbol)
    {
        var pages = new MarketPages(symbol, MarketPublication.Topics.Count(services.Producer.Wants), services);
        return Each(
            MarketPublication.Topics, p => new MarketPublication(symbol, p, pages, services, GrainFactory, _troubles));
    }

    private IEnumerable<(KafkaTopic, IPublication)> Each(
        IEnumerable<KafkaTopic> topics, Func<PublishedTopic, IPublication> make) =>
        topics.Where(services.Producer.Wants).Select(t => (t, make(new(t, services, _log))));

    private async Task RunAsync(Loop loop, CancellationToken cancellationToken)
    {
        var (source, topic, pause) = (_source.ToString(), loop.Topic, FirstPause);
        while (!cancellationToken.IsCancellationRequested)
        {
            loop.IsWoken = false;
            try
            {
                var goesOn = await loop.Publication.StepAsync(cancellationToken);
                if (IsStored) await _log.StoreAsync(isLast: false);
                _troubles.WentOn(topic);
                pause = FirstPause;
                if (goesOn || loop.IsWoken) continue;
                return;
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (e is KafkaSendException || GrainCall.IsFailure(e, cancellationToken))
            {
                // A topic that refuses is said once, by the producer.
                if (e is not KafkaSendException { IsOfTopic: true }) _troubles.Delayed(source, topic, e);
            }
            catch (Exception e)
            {
                Log.Broken(logger, source, topic, e);
            }
            await Task.Delay(pause, services.Clock, cancellationToken).ConfigureAwait(Quietly);
            pause = TimeSpan.FromTicks(Math.Min(2 * pause.Ticks, MaxPause.Ticks));
        }
    }

    private async Task ShowLagAsync()
    {
        foreach (var loop in _loops)
        {
            try
            {
                await loop.Publication.ShowLagAsync();
            }
            catch (Exception e) when (GrainCall.IsFailure(e, _ends.Token))
            {
                _troubles.Delayed(_source.ToString(), loop.Topic, e);
            }
        }
    }

    /// <summary>One publication at work.</summary>
    private sealed class Loop(KafkaTopic topic, IPublication publication)
    {
        public KafkaTopic Topic => topic;

        public IPublication Publication => publication;

        public Task Running { get; set; } = Task.CompletedTask;

        /// <summary>Whether it was woken since its last step began.</summary>
        public bool IsWoken { get; set; }
    }
}
