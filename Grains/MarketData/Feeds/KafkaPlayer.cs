namespace TradingOps.Grains.MarketData.Feeds;

/// <summary>
/// Follows a topic of Kafka. The group's offset moves when ticks are durable: what is read again after the end of a silo has
/// places that were taken. Used within one grain's turns only.
/// </summary>
internal sealed class KafkaPlayer(FeedRun run) : IFeedPlayer
{
    private const int MaxMessages = 2_000;

    /// <summary>The partition of each symbol: places of two partitions have no order.</summary>
    private readonly Dictionary<string, int> _partitions = new(StringComparer.Ordinal);

    private readonly int _maxBad = run.Services.Options.Value.MaxBad;
    private int _badInARow;

    /// <inheritdoc/>
    public bool IsAlive => run.HasReceivedLately;

    /// <inheritdoc/>
    public Task PlayAsync(CancellationToken cancellationToken) => run.FollowAsync(
        run.Feed.Topic!, () => FollowAsync(cancellationToken), e => e is IOException, cancellationToken);

    /// <summary>Follows until it is cancelled. Returns why this feed can never be; null if it was cancelled.</summary>
    private async Task<string?> FollowAsync(CancellationToken cancellationToken)
    {
        await using var reader = run.Services.Topics.Open($"tradingops-feed-{run.Feed.Id}", run.Feed.Topic!);
        if (reader is null) return "Kafka:BootstrapServers of this silo is empty";
        while (!cancellationToken.IsCancellationRequested)
        {
            var messages = await reader.ReadAsync(MaxMessages, cancellationToken);
            if (reader.TakeError() is { } error) run.Remember($"{run.Feed.Topic}: {error}");
            // What was taken is not to be taken again by a later run.
            if (await TakeAsync(messages, cancellationToken)) await reader.CommitAsync();
            if (_badInARow > _maxBad) return run.Progress.Faults[^1];
        }
        return null;
    }

    /// <summary>Whether all of them were taken; false if it is cancelled before.</summary>
    private async Task<bool> TakeAsync(IReadOnlyList<TopicMessage> messages, CancellationToken cancellationToken)
    {
        if (messages.Count == 0) return true;
        var now = run.Receive();
        var symbols = new Dictionary<string, List<Tick>>(StringComparer.Ordinal);
        foreach (var message in messages)
        {
            var (name, tick, fault) = message.Body is { } body
                ? TopicTicks.Read(body, message.Offset + 1)
                : (null, default, "it is empty");
            fault ??= FindOtherPartition(name!, message.Partition);
            if (fault is not null)
            {
                run.Note($"{run.Feed.Topic}: partition {message.Partition}, offset {message.Offset}: {fault}");
                _badInARow++;
                continue;
            }
            _badInARow = 0;
            run.Place++;
            if (!run.Symbols.TryGetValue(name!, out var symbol)) continue;
            if (!symbols.TryGetValue(symbol, out var ticks)) symbols[symbol] = ticks = [];
            ticks.Add(run.Feed.IsRestamped ? tick with { At = now } : tick);
            run.Reach(tick.At);
        }
        foreach (var (symbol, ticks) in symbols)
        {
            var batch = new TickBatch(run.Feed.Id, run.Entry.Run, [.. ticks]);
            var isTaken = await run.UntilDoneAsync(
                async () =>
                {
                    var answer = await run.Grains.GetMarketData(symbol).Take(batch);
                    // Its silo may not know the instrument yet.
                    if (!answer.IsTaken) throw new TimeoutException($"{symbol} takes no ticks of this run");
                    if (answer.Fault is { } fault) run.Note($"{symbol}: {fault}");
                },
                cancellationToken);
            if (!isTaken) return false;
            run.Taken += ticks.Count;
        }
        return true;
    }

    /// <summary>What is wrong if a symbol is in another partition than before.</summary>
    private string? FindOtherPartition(string symbol, int partition)
    {
        if (!run.Symbols.ContainsKey(symbol)) return null;
        if (!_partitions.TryGetValue(symbol, out var known)) _partitions[symbol] = known = partition;
        return known == partition
            ? null
            : $"{symbol} was in partition {known} before: messages are to have their symbol as key";
    }
}
