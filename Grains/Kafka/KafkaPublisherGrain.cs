using Microsoft.Extensions.Logging;
using Orleans.Concurrency;

namespace TradingOps.Grains.Kafka;

/// <summary>
/// Publishes one source to Kafka, in a loop beside its calls, which are short. Trading never waits for it.
/// </summary>
[Reentrant]
public sealed class KafkaPublisherGrain(KafkaServices services, ILogger<KafkaPublisherGrain> logger)
    : TradingGrain, IKafkaPublisherGrain, IDisposable
{
    private static readonly TimeSpan StaysFor = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MaxPause = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan ShowLagEvery = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _ends = new();
    private KafkaSource _source;
    private KafkaTroubles _troubles = null!;
    private PublishedLog _log = null!;
    private IPublication _publication = null!;
    private Task _running = Task.CompletedTask;
    private bool _isWoken;

    /// <inheritdoc/>
    protected override async Task StartAsync(CancellationToken cancellationToken)
    {
        _source = KafkaSource.Parse(this.GetPrimaryKeyString());
        _troubles = new(services.Incidents, logger);
        _log = new(_source, services, DeactivateOnIdle, logger);
        if (_source.Kind != KafkaSourceKind.Prices) await _log.OpenAsync(cancellationToken);
        _publication = PublicationOf(_source);
        if (_publication is MarketPublication market)
            this.RegisterGrainTimer(_ => ShowLagAsync(market), new(ShowLagEvery, ShowLagEvery) { Interleave = true });
        if (_source.Kind != KafkaSourceKind.Prices) EndWhenSuperseded(_log.EndIfSupersededAsync);
    }

    /// <inheritdoc/>
    public override async Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken)
    {
        await _ends.CancelAsync();
        await _running.WaitAsync(cancellationToken).ConfigureAwait(
            ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        _publication.Dispose();
        await _log.StoreAsync(isLast: true);
    }

    /// <inheritdoc/>
    public void Dispose() => _ends.Dispose();

    /// <inheritdoc/>
    public Task Wake()
    {
        DelayDeactivation(StaysFor);
        _isWoken = true;
        if (_running.IsCompleted && !_ends.IsCancellationRequested) _running = RunAsync(_ends.Token);
        return Task.CompletedTask;
    }

    private IPublication PublicationOf(KafkaSource source) => source.Kind switch
    {
        KafkaSourceKind.Market => new MarketPublication(source.Name, services, _log, GrainFactory, _troubles),
        KafkaSourceKind.Account => new AccountPublication(source.Name, services, _log, GrainFactory, _troubles),
        KafkaSourceKind.Prices => new PricePublication(source.Name, services, GrainFactory),
        KafkaSourceKind.Instruments => new InstrumentPublication(services, _log, GrainFactory),
        KafkaSourceKind.Breakers => new BreakerPublication(services, _log, GrainFactory),
        _ => new IncidentPublication(services, _log, GrainFactory),
    };

    private async Task RunAsync(CancellationToken cancellationToken)
    {
        var pause = FirstPause;
        while (!cancellationToken.IsCancellationRequested)
        {
            _isWoken = false;
            try
            {
                var goesOn = await _publication.StepAsync(cancellationToken);
                await _log.StoreAsync(isLast: false);
                _troubles.WentOn();
                pause = FirstPause;
                if (goesOn || _isWoken) continue;
                return;
            }
            catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e) when (e is KafkaSendException || GrainCall.IsFailure(e, cancellationToken))
            {
                // A topic that refuses is said once, by the producer.
                if (e is not KafkaSendException { IsOfTopic: true }) _troubles.Delayed(_source.ToString(), e);
            }
            catch (Exception e)
            {
                Log.Broken(logger, _source.ToString(), e);
            }
            await Task.Delay(pause, services.Clock, cancellationToken).ConfigureAwait(
                ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
            pause = TimeSpan.FromTicks(Math.Min(2 * pause.Ticks, MaxPause.Ticks));
        }
    }

    private async Task ShowLagAsync(MarketPublication market)
    {
        try
        {
            await market.ShowLagAsync();
        }
        catch (Exception e) when (GrainCall.IsFailure(e, _ends.Token))
        {
            _troubles.Delayed(_source.ToString(), e);
        }
    }
}
