using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using TradingOps.Engine.Actors;
using TradingOps.Engine.Errors;
using TradingOps.Grains.Incidents;
using TradingOps.Grains.Journaling;

namespace TradingOps.Grains.MarketData.Feeds;

/// <summary>
/// The feeds, in a stream of their own. It calls no feed: feeds ask for their entries, and silos wake them every second.
/// </summary>
public sealed class FeedRegistryGrain(
    MarketDataServices services, IncidentOutbox incidents, ILogger<FeedRegistryGrain> logger)
    : TradingGrain, IFeedRegistryGrain
{
    private const int SnapshotEvery = 1_000;

    private static readonly RecordCodec<FeedRecord> Codec = new(FeedRecord.Encode, FeedRecord.Decode);
    private static readonly Actor Feeds = new("system:feeds");

    private readonly SortedDictionary<string, FeedEntry> _feeds = new(StringComparer.Ordinal);
    private GrainLog<FeedRecord> _log = null!;

    /// <inheritdoc/>
    protected override async Task StartAsync(CancellationToken cancellationToken)
    {
        _log = new(services.Journal, JournalStreams.Feeds, Codec, DeactivateOnIdle, logger);
        await _log.OpenAsync(Restore, cancellationToken);
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
        // It may have had other symbols, and had failed.
        if (before is not null) await ReleaseAsync(before);
        var entry = new FeedEntry
        {
            Definition = definition,
            Status = FeedStatus.Running,
            Run = NextRun,
        };
        return await StoreAsync(entry, actor);
    }

    /// <inheritdoc/>
    public async Task<FeedAnswer> Change(string id, FeedAction action, DateTimeOffset? at, Actor actor)
    {
        if (_feeds.GetValueOrDefault(id) is not { } feed)
            return new(null, TradingError.UnknownFeed, $"there is no feed '{id}'");
        if (action is FeedAction.Resume or FeedAction.Seek && FindRival(feed.Definition) is { } rival)
            return new(feed, TradingError.FeedExists, rival);
        var next = action switch
        {
            FeedAction.Pause when feed.Status == FeedStatus.Running => feed with { Status = FeedStatus.Paused },
            FeedAction.Resume when feed.GivesPrices => feed with { Status = FeedStatus.Running, Fault = null },
            FeedAction.Resume => Again(feed, null),
            FeedAction.Seek when feed.Definition.Kind == FeedKind.File && at is { } time =>
                Again(feed, Time.ToMicroseconds(time)),
            FeedAction.Stop or FeedAction.Remove => feed with { Status = FeedStatus.Stopped },
            _ => null,
        };
        if (next is null)
            return new(feed, TradingError.InvalidFeed, $"feed '{id}' is {feed.Status}: {action} does not go with that");
        var answer = await StoreAsync(next, actor);
        if (action != FeedAction.Remove) return answer;
        // A feed that is stopped tries until its symbols are released; one that is gone does not.
        await ReleaseAsync(next);
        await AppendAsync(new(id, null, null));
        return answer;
    }

    /// <inheritdoc/>
    public async Task Report(string id, int run, FeedStatus status, long place, string? fault)
    {
        // What a person decided in the meantime stands.
        if (_feeds.GetValueOrDefault(id) is not { Status: FeedStatus.Running or FeedStatus.Paused } feed) return;
        if (feed.Run != run) return;
        if (status == FeedStatus.Running)
        {
            if (place > feed.Place) await AppendAsync(new(id, null, place));
            return;
        }
        await StoreAsync(feed with { Status = status, Place = Math.Max(place, feed.Place), Fault = fault }, Feeds);
        if (status == FeedStatus.Finished) Log.FeedFinished(logger, id, place);
        if (status != FeedStatus.Failed) return;
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

    /// <summary>A number that no run has had.</summary>
    private int NextRun => (int)_log.Sequence + 1;

    /// <summary>Another feed that gives one of the symbols its prices, in words; null if there is no such feed.</summary>
    private string? FindRival(FeedDefinition definition) => _feeds.Values
        .Where(f => f.Definition.Id != definition.Id && f.GivesPrices)
        .Select(f => f.Definition.Symbols.Intersect(definition.Symbols).FirstOrDefault() is { } symbol
            ? $"feed '{f.Definition.Id}' gives {symbol} its prices: stop it first"
            : null)
        .FirstOrDefault(rival => rival is not null);

    /// <summary>The next run of a feed, from a recorded time on.</summary>
    private FeedEntry Again(FeedEntry feed, long? from) =>
        feed with { Status = FeedStatus.Running, Run = NextRun, Place = 0, From = from, Fault = null };

    private Task ReleaseAsync(FeedEntry feed) => Task.WhenAll(
        feed.Definition.Symbols.Select(s => GrainFactory.GetMarketData(s).Release(feed.Definition.Id, feed.Run)));

    private async Task<FeedAnswer> StoreAsync(FeedEntry entry, Actor actor)
    {
        var stored = entry with
        {
            Version = _log.Sequence + 1,
            ChangedBy = $"{actor}",
            ChangedAt = services.Clock.GetUtcNow(),
        };
        await AppendAsync(new(entry.Definition.Id, stored, stored.Place));
        Log.FeedChanged(logger, entry.Definition.Id, entry.Status, entry.Run, actor);
        if (entry.Status != FeedStatus.Failed)
            incidents.Resolve(KeyOf(entry.Definition.Id), Feeds.Name, actor.Name, $"the feed is {entry.Status}");
        return new(stored);
    }

    private async Task AppendAsync(FeedRecord record)
    {
        // Applied after the write.
        await _log.AppendAsync(record, Apply);
        if (_log.SinceSnapshot < SnapshotEvery) return;
        var state = JsonSerializer.SerializeToUtf8Bytes([.. _feeds.Values], FeedJson.Default.FeedEntryArray);
        await _log.SaveSnapshotAsync(_log.Durable, state, CancellationToken.None);
    }

    private static string KeyOf(string id) => $"feed:{id}";

    private void Restore(ReadOnlyMemory<byte> state)
    {
        foreach (var feed in JsonSerializer.Deserialize(state.Span, FeedJson.Default.FeedEntryArray)!)
            _feeds[feed.Definition.Id] = feed;
    }

    private void Apply(FeedRecord record)
    {
        if (record.Entry is { } entry) _feeds[record.Id] = entry;
        else if (record.Place is not { } place) _feeds.Remove(record.Id);
        else if (_feeds.TryGetValue(record.Id, out var feed)) _feeds[record.Id] = feed with { Place = place };
    }
}
