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
    private IFeedPlayer? _player;
    private CancellationTokenSource _ends = new();
    private Task _running = Task.CompletedTask;
    private long _pushed;
    private long _pushedAt;

    /// <inheritdoc/>
    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) =>
        _ends.CancelAsync();

    /// <inheritdoc/>
    public void Dispose() => _ends.Dispose();

    /// <inheritdoc/>
    public Task Wake(FeedEntry entry)
    {
        DelayDeactivation(StaysFor);
        var isSame = _entry is { } known && (known.Run, known.Status) == (entry.Run, entry.Status);
        if (isSame && (!_running.IsCompleted || entry.Status != FeedStatus.Running || entry.Definition.Kind == FeedKind.Push))
            return Task.CompletedTask;
        _entry = entry;
        _ends.Cancel();
        _ends.Dispose();
        _ends = new();
        _running = RunAsync(entry, _running, _ends.Token);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<FeedProgress> GetProgress() => Task.FromResult(_player?.Progress ?? new()
    {
        Taken = _pushed,
        ReceivedAt = _pushedAt == 0 ? null : Time.FromMicroseconds(_pushedAt),
    });

    /// <inheritdoc/>
    public async Task<bool> Push(string symbol, Tick tick)
    {
        if (_entry is null && await GrainFactory.GetFeeds().Find(this.GetPrimaryKeyString()) is { } stored) await Wake(stored);
        if (_entry is not { Status: FeedStatus.Running, Definition: { Kind: FeedKind.Push } feed }
            || !feed.Symbols.Contains(symbol))
            return false;
        await GrainFactory.GetMarketData(symbol).Take(new(feed.Id, FeedRun.NameOf(_entry), [tick]));
        _pushed++;
        _pushedAt = services.Clock.GetMicroseconds();
        return true;
    }

    private async Task RunAsync(FeedEntry entry, Task before, CancellationToken cancellationToken)
    {
        try
        {
            // It sends what it has begun to send, and says how far it is.
            await before;
            if (entry is { Status: FeedStatus.Running, Definition.Kind: not FeedKind.Push })
            {
                _player = PlayerOf(new(entry, services, GrainFactory, logger));
                await _player.PlayAsync(cancellationToken);
            }
            else if (entry.Status is FeedStatus.Finished or FeedStatus.Stopped)
            {
                await ReleaseAsync(entry.Definition, cancellationToken);
            }
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            // A bug: said in the log, and tried again when it is woken next.
            Log.FeedBroken(logger, entry.Definition.Id, e);
        }
    }

    private static IFeedPlayer PlayerOf(FeedRun run) => run.Feed.Kind switch
    {
        FeedKind.Simulation => new SimulationPlayer(run),
        FeedKind.WebSocket => new SocketPlayer(run),
        _ => new FilePlayer(run),
    };

    /// <summary>Prices come from the symbols' own markets again.</summary>
    private async Task ReleaseAsync(FeedDefinition feed, CancellationToken cancellationToken)
    {
        foreach (var symbol in feed.Symbols)
        {
            while (!cancellationToken.IsCancellationRequested)
            {
                try
                {
                    await GrainFactory.GetMarketData(symbol).Release(feed.Id);
                    break;
                }
                catch (Exception e) when (GrainCall.IsFailure(e, cancellationToken))
                {
                    Log.FeedDelayed(logger, feed.Id, e);
                }
                await Task.Delay(RetryAfter, services.Clock, cancellationToken);
            }
        }
    }
}
