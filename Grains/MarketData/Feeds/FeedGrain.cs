using Microsoft.Extensions.Logging;
using Orleans.Concurrency;

namespace TradingOps.Grains.MarketData.Feeds;

/// <summary>
/// One feed at work. Its run is a loop beside its calls, which are short; a change of its entry ends the loop and begins another.
/// </summary>
[Reentrant]
public sealed class FeedGrain(MarketDataServices services, ILogger<FeedGrain> logger) : TradingGrain, IFeedGrain, IDisposable
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan StaysFor = TimeSpan.FromMinutes(1);

    private FeedEntry? _entry;
    private FeedRun? _run;
    private IFeedPlayer? _player;
    private CancellationTokenSource _ends = new();
    private Task _running = Task.CompletedTask;
    private bool _isDone;
    private long _pushed;
    private long _pushedAt;

    /// <inheritdoc/>
    protected override Task StartAsync(CancellationToken cancellationToken)
    {
        var third = services.Options.Value.StaleAfter / 3;
        this.RegisterGrainTimer(_ => HearAsync(), new(third, third) { Interleave = true });
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) =>
        _ends.CancelAsync();

    /// <inheritdoc/>
    public void Dispose() => _ends.Dispose();

    /// <inheritdoc/>
    public async Task Wake()
    {
        DelayDeactivation(StaysFor);
        if (await GrainFactory.GetFeeds().Find(this.GetPrimaryKeyString()) is { } entry) Use(entry);
        else await _ends.CancelAsync();
    }

    /// <inheritdoc/>
    public Task<FeedProgress> GetProgress() => Task.FromResult(_run?.Progress ?? new()
    {
        Taken = _pushed,
        ReceivedAt = _pushedAt == 0 ? null : Time.FromMicroseconds(_pushedAt),
    });

    /// <inheritdoc/>
    public async Task<TickAnswer> Push(string symbol, Tick tick)
    {
        if (_entry is null) await Wake();
        if (_entry is not { Status: FeedStatus.Running, Definition: { Kind: FeedKind.Push } feed }
            || !feed.Symbols.Contains(symbol))
            return default;
        var answer = await GrainFactory.GetMarketData(symbol).Take(new(feed.Id, _entry.Run, [tick]));
        if (!answer.IsTaken || answer.Fault is not null) return answer;
        _pushed++;
        _pushedAt = services.Clock.GetMicroseconds();
        return answer;
    }

    /// <summary>Does what an entry says, unless it does that already, or has heard of a later one.</summary>
    private void Use(FeedEntry entry)
    {
        if (_entry is { } known)
        {
            var isDone = known.Version == entry.Version && (_isDone || !_running.IsCompleted);
            if (known.Version > entry.Version || isDone) return;
        }
        (_entry, _isDone) = (entry, false);
        _ends.Cancel();
        _ends.Dispose();
        _ends = new();
        _running = RunAsync(entry, _running, _ends.Token);
    }

    private async Task RunAsync(FeedEntry entry, Task before, CancellationToken cancellationToken)
    {
        // It sends what it has begun to send, and says how far it is.
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);
        try
        {
            if (entry is { Status: FeedStatus.Running, Definition.Kind: not FeedKind.Push })
            {
                _run = new(entry, services, GrainFactory, logger);
                _player = PlayerOf(_run);
                await _player.PlayAsync(cancellationToken);
            }
            else if (!entry.GivesPrices)
            {
                await ReleaseAsync(entry, cancellationToken);
            }
            _isDone |= ReferenceEquals(_entry, entry);
        }
        catch (Exception e) when (!cancellationToken.IsCancellationRequested)
        {
            // A bug: it is tried again when it is woken next.
            Log.FeedBroken(logger, entry.Definition.Id, e);
        }
    }

    private static IFeedPlayer PlayerOf(FeedRun run) => run.Feed.Kind switch
    {
        FeedKind.Simulation => new SimulationPlayer(run),
        FeedKind.WebSocket => new SocketPlayer(run),
        FeedKind.Kafka => new KafkaPlayer(run),
        _ => new FilePlayer(run),
    };

    /// <summary>A feed that plays, or hears from its server, is not silent where a symbol has nothing new.</summary>
    private async Task HearAsync()
    {
        if (_entry is not { Status: FeedStatus.Running } entry || _running.IsCompleted || _player?.IsAlive != true) return;
        foreach (var symbol in entry.Definition.Symbols)
            await GrainFactory.GetMarketData(symbol).Hear(entry.Definition.Id, entry.Run);
    }

    /// <summary>Prices come from the symbols' own markets again.</summary>
    private async Task ReleaseAsync(FeedEntry entry, CancellationToken cancellationToken)
    {
        foreach (var symbol in entry.Definition.Symbols)
        {
            while (!cancellationToken.IsCancellationRequested)
            {
                try
                {
                    await GrainFactory.GetMarketData(symbol).Release(entry.Definition.Id, entry.Run);
                    break;
                }
                catch (Exception e) when (GrainCall.IsFailure(e, cancellationToken))
                {
                    Log.FeedDelayed(logger, entry.Definition.Id, e);
                }
                await Task.Delay(RetryAfter, services.Clock, cancellationToken);
            }
        }
    }
}
