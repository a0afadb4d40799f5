using Microsoft.Extensions.Logging;

namespace TradingOps.Grains.MarketData.Feeds;

/// <summary>
/// One run of a feed: what it counts, how it calls grains until they answer, and what it reports. Used within one grain's turns
/// only.
/// </summary>
internal sealed class FeedRun(FeedEntry entry, MarketDataServices services, IGrainFactory grains, ILogger logger)
{
    private static readonly TimeSpan ReportEvery = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan MaxPause = TimeSpan.FromSeconds(30);

    private readonly Queue<string> _faults = new();
    private long? _reportedAt;
    private long _recordedAt;
    private long _receivedAt;

    /// <summary>The feed.</summary>
    public FeedEntry Entry => entry;

    /// <summary>What it is.</summary>
    public FeedDefinition Feed => entry.Definition;

    /// <summary>The symbols here by what the recording, or the server, calls them.</summary>
    public IReadOnlyDictionary<string, string> Symbols { get; } = entry.Definition.Names
        .Zip(entry.Definition.Symbols).ToDictionary(s => s.First, s => s.Second, StringComparer.Ordinal);

    /// <summary>What it needs of its silo.</summary>
    public MarketDataServices Services => services;

    /// <summary>For what delays it.</summary>
    public ILogger Logger => logger;

    /// <summary>The other grains.</summary>
    public IGrainFactory Grains => grains;

    /// <summary>Place that was read last.</summary>
    public long Place { get; set; }

    /// <summary>Share of the recording that was read, 0 to 1; null where that is unknown.</summary>
    public double? Share { get; set; }

    /// <summary>Ticks or orders that were taken.</summary>
    public long Taken { get; set; }

    /// <summary>Lines or messages that could not be read.</summary>
    public long Bad { get; private set; }

    /// <summary>How far it is.</summary>
    public FeedProgress Progress => new()
    {
        Place = Place,
        Share = Share,
        RecordedAt = _recordedAt == 0 ? null : Time.FromMicroseconds(_recordedAt),
        Taken = Taken,
        Bad = Bad,
        Faults = [.. _faults],
        ReceivedAt = _receivedAt == 0 ? null : Time.FromMicroseconds(_receivedAt),
    };

    /// <summary>An event of a recorded time was reached.</summary>
    public void Reach(long recordedAt) => _recordedAt = recordedAt;

    /// <summary>Something was received. Returns when, microseconds since the Unix epoch.</summary>
    public long Receive() => _receivedAt = services.Clock.GetMicroseconds();

    /// <summary>Whether anything was received within the time that a feed may be silent.</summary>
    public bool HasReceivedLately =>
        services.Clock.GetMicroseconds() - _receivedAt <= (long)services.Options.Value.StaleAfter.TotalMicroseconds;

    /// <summary>Counts something that cannot be read, and remembers the last ones.</summary>
    public void Note(string fault)
    {
        Remember(fault);
        Bad++;
    }

    /// <summary>Remembers that something is wrong.</summary>
    public void Remember(string fault)
    {
        if (_faults.Count == FeedProgress.MaxFaults) _faults.Dequeue();
        _faults.Enqueue(fault);
    }

    /// <summary>Reports the place up to which everything is durable, unless that was done a short time before.</summary>
    public async Task ReportAsync(long place, CancellationToken cancellationToken)
    {
        if (_reportedAt is { } at && services.Clock.GetElapsedTime(at) < ReportEvery) return;
        _reportedAt = services.Clock.GetTimestamp();
        await UntilDoneAsync(() => ReportAsync(FeedStatus.Running, place, null), cancellationToken);
    }

    /// <summary>Reports how the run ended: cancelled, over, or with a fault.</summary>
    public Task EndAsync(long place, string? fault, CancellationToken cancellationToken)
    {
        var status = cancellationToken.IsCancellationRequested ? FeedStatus.Running
            : fault is null ? FeedStatus.Finished : FeedStatus.Failed;
        return UntilDoneAsync(() => ReportAsync(status, place, fault), CancellationToken.None);
    }

    /// <summary>Repeats what does not come through; false if it is cancelled.</summary>
    public async Task<bool> UntilDoneAsync(Func<Task> call, CancellationToken cancellationToken)
    {
        for (var isLogged = false; ; isLogged = true)
        {
            try
            {
                await call();
                return true;
            }
            catch (Exception e) when (GrainCall.IsFailure(e, CancellationToken.None))
            {
                if (!isLogged) Log.FeedDelayed(logger, Feed.Id, e);
            }
            if (cancellationToken.IsCancellationRequested) return false;
            await Task.Delay(RetryAfter, services.Clock, CancellationToken.None);
        }
    }

    /// <summary>
    /// Follows a source until it is cancelled or a fault shows that it never can, and reports how the run ended. After a break it
    /// begins again, later each time that nothing was taken in between.
    /// </summary>
    /// <param name="source">What is followed, for a person.</param>
    /// <param name="follow">Follows until it breaks. Returns why this feed can never be; null if it was cancelled.</param>
    /// <param name="breaks">Whether an exception is a break.</param>
    /// <param name="cancellationToken">Ends the run.</param>
    public async Task FollowAsync(
        string source, Func<Task<string?>> follow, Func<Exception, bool> breaks, CancellationToken cancellationToken)
    {
        string? fault = null;
        for (var pause = FirstPause; fault is null && !cancellationToken.IsCancellationRequested;)
        {
            var before = Taken;
            try
            {
                fault = await follow();
            }
            catch (Exception e) when (e is OperationCanceledException || breaks(e))
            {
                if (!cancellationToken.IsCancellationRequested) Remember($"{source}: {e.Message}");
            }
            if (fault is not null || cancellationToken.IsCancellationRequested) break;
            pause = Taken > before ? FirstPause : TimeSpan.FromTicks(Math.Min(2 * pause.Ticks, MaxPause.Ticks));
            await PauseAsync(pause, cancellationToken);
        }
        await EndAsync(0, fault, cancellationToken);
    }

    /// <summary>Waits; at once if it is cancelled.</summary>
    public async Task PauseAsync(TimeSpan time, CancellationToken cancellationToken)
    {
        try
        {
            await Task.Delay(time, services.Clock, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            // The run ends: its loop sees that.
        }
    }

    private Task ReportAsync(FeedStatus status, long place, string? fault) =>
        grains.GetFeeds().Report(Feed.Id, entry.Run, status, place, fault);
}
