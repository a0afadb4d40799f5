using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using TradingOps.Engine.Actors;
using TradingOps.Engine.Errors;
using TradingOps.Grains.Incidents;
using TradingOps.Grains.Journaling;

namespace TradingOps.Grains.MarketData.Feeds;

/// <summary>The feeds, in a stream of their own.</summary>
public sealed class FeedRegistryGrain(
    MarketDataServices services, IncidentOutbox incidents, ILogger<FeedRegistryGrain> logger)
    : TradingGrain, IFeedRegistryGrain
{
    private static readonly RecordCodec<FeedRecord> Codec = new(FeedRecord.Encode, FeedRecord.Decode);
    private static readonly Actor Feeds = new("system:feeds");

    private readonly SortedDictionary<string, FeedEntry> _feeds = new(StringComparer.Ordinal);
    private GrainLog<FeedRecord> _log = null!;

    /// <inheritdoc/>
    protected override async Task StartAsync(CancellationToken cancellationToken)
    {
        _log = new(services.Journal, JournalStreams.Feeds, Codec, DeactivateOnIdle, logger);
        await _log.OpenAsync(restore: null, cancellationToken);
        await foreach (var record in _log.ReplayAsync(cancellationToken)) Apply(record);
        EndWhenSuperseded(_log.EndIfSupersededAsync);
    }

    /// <inheritdoc/>
    public Task<ImmutableArray<FeedEntry>> List() => Task.FromResult(_feeds.Values.ToImmutableArray());

    /// <inheritdoc/>
    public Task<FeedEntry?> Find(string id) => Task.FromResult(_feeds.GetValueOrDefault(id));

    /// <inheritdoc/>
    public async Task<FeedAnswer> Add(FeedDefinition definition, Actor actor)
    {
        if (FeedRules.FindWrong(definition, services.Catalogue) is { } wrong) return new(null, TradingError.InvalidFeed, wrong);
        var before = _feeds.GetValueOrDefault(definition.Id);
        if (before is { Status: FeedStatus.Running or FeedStatus.Paused })
            return new(before, TradingError.FeedExists, $"feed '{definition.Id}' is {before.Status}: stop it first");
        if (FindRival(definition) is { } rival) return new(null, TradingError.FeedExists, rival);
        if (before is null && _feeds.Count >= services.Options.Value.MaxFeeds)
            return new(
                null, TradingError.TooManyFeeds, $"{_feeds.Count} feeds, at most {services.Options.Value.MaxFeeds} are allowed");
        return await StoreAsync(
            new()
            {
                Definition = definition,
                Status = FeedStatus.Running,
                Run = (before?.Run ?? 0) + 1,
                ChangedBy = $"{actor}",
                ChangedAt = services.Clock.GetUtcNow(),
            },
            actor);
    }

    /// <inheritdoc/>
    public async Task<FeedAnswer> Change(string id, FeedAction action, DateTimeOffset? at, Actor actor)
    {
        if (_feeds.GetValueOrDefault(id) is not { } feed)
            return new(null, TradingError.UnknownFeed, $"there is no feed '{id}'");
        if (action is FeedAction.Resume or FeedAction.Seek && FindRival(feed.Definition) is { } rival)
            return new(feed, TradingError.FeedExists, rival);
        var isOver = feed.Status is FeedStatus.Finished or FeedStatus.Failed or FeedStatus.Stopped;
        var next = action switch
        {
            FeedAction.Pause when feed.Status == FeedStatus.Running => feed with { Status = FeedStatus.Paused },
            FeedAction.Resume when feed.Status == FeedStatus.Failed => feed with { Status = FeedStatus.Running, Fault = null },
            FeedAction.Resume when isOver => Again(feed, null),
            FeedAction.Resume => feed with { Status = FeedStatus.Running },
            FeedAction.Seek when feed.Definition.Kind == FeedKind.File && at is { } time =>
                Again(feed, Time.ToMicroseconds(time)),
            FeedAction.Stop or FeedAction.Remove => feed with { Status = FeedStatus.Stopped },
            _ => null,
        };
        if (next is null)
            return new(feed, TradingError.InvalidFeed, $"feed '{id}' is {feed.Status}: {action} does not go with that");
        var answer = await StoreAsync(next with { ChangedBy = $"{actor}", ChangedAt = services.Clock.GetUtcNow() }, actor);
        if (action == FeedAction.Remove) await _log.AppendAsync(new(id, null), Apply);
        return answer;
    }

    /// <inheritdoc/>
    public async Task Report(string id, int run, FeedStatus status, long place, string? fault)
    {
        // What a person decided in the meantime stands.
        if (_feeds.GetValueOrDefault(id) is not { } feed || feed.Run != run || feed.Status is FeedStatus.Stopped) return;
        if (feed.Status == FeedStatus.Paused && status == FeedStatus.Running) status = FeedStatus.Paused;
        var next = feed with { Status = status, Place = Math.Max(place, feed.Place), Fault = fault };
        if (next == feed) return;
        if (status is FeedStatus.Failed or FeedStatus.Finished)
            next = next with { ChangedBy = Feeds.Name, ChangedAt = services.Clock.GetUtcNow() };
        await _log.AppendAsync(new(id, next), Apply);
        if (status == FeedStatus.Failed)
        {
            Log.FeedFailed(logger, id, fault);
            incidents.Open(new()
            {
                Type = IncidentType.MarketData,
                Severity = IncidentSeverity.Sev2,
                Title = $"feed {id} failed; its prices are stale",
                Detail = fault,
                Source = Feeds.Name,
                DedupKey = KeyOf(id),
            });
        }
        else if (status == FeedStatus.Finished) Log.FeedFinished(logger, id, place);
    }

    /// <summary>Another feed that gives one of the symbols its prices, in words; null if there is none.</summary>
    private string? FindRival(FeedDefinition definition) => _feeds.Values
        .Where(f => f.Definition.Id != definition.Id && f.Status is FeedStatus.Running or FeedStatus.Paused)
        .Select(f => f.Definition.Symbols.Intersect(definition.Symbols).FirstOrDefault() is { } symbol
            ? $"feed '{f.Definition.Id}' gives {symbol} its prices: stop it first"
            : null)
        .FirstOrDefault(rival => rival is not null);

    private async Task<FeedAnswer> StoreAsync(FeedEntry entry, Actor actor)
    {
        // Applied after the write.
        await _log.AppendAsync(new(entry.Definition.Id, entry), Apply);
        Log.FeedChanged(logger, entry.Definition.Id, entry.Status, entry.Run, actor);
        incidents.Resolve(KeyOf(entry.Definition.Id), Feeds.Name, actor.Name, $"the feed is {entry.Status}");
        // If this does not come through, the silos wake it within two seconds.
        await GrainFactory.GetFeed(entry.Definition.Id).Wake(entry);
        return new(entry);
    }

    /// <summary>The next run of a feed, from a recorded time on.</summary>
    private static FeedEntry Again(FeedEntry feed, long? from) =>
        feed with { Status = FeedStatus.Running, Run = feed.Run + 1, Place = 0, From = from, Fault = null };

    private static string KeyOf(string id) => $"feed:{id}";

    private void Apply(FeedRecord record)
    {
        if (record.Entry is { } entry) _feeds[record.Id] = entry;
        else _feeds.Remove(record.Id);
    }
}
