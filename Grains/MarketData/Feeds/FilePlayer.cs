using Microsoft.Extensions.Logging;
using TradingOps.Engine.MarketData.Recordings;
using TradingOps.Grains.MarketData.Recordings;

namespace TradingOps.Grains.MarketData.Feeds;

/// <summary>Plays a run of a recorded file. Used within one grain's turns only.</summary>
internal sealed class FilePlayer(
    FeedEntry entry, MarketDataServices services, IGrainFactory grains, ILogger logger)
{
    /// <summary>Ticks or orders that are sent at once.</summary>
    private const int MaxWaiting = 2_000;

    /// <summary>Events that are read in one turn of the grain.</summary>
    private const int MaxTurn = 10_000;

    private static readonly TimeSpan ReportEvery = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan MaxPause = TimeSpan.FromSeconds(1);

    private readonly FeedDefinition _feed = entry.Definition;
    private readonly IFeedOutput _output = entry.Definition.Target == FeedTarget.Orders
        ? new OrderOutput(entry.Definition.Id, RunOf(entry), services.Catalogue, grains)
        : new PriceOutput(entry.Definition.Id, RunOf(entry), services.Catalogue, grains);

    private readonly Dictionary<string, string> _symbols = SymbolsOf(entry.Definition);
    private readonly Queue<string> _faults = new();
    private long? _reportedAt;
    private long _began;
    private long? _firstAt;
    private long _done = entry.Place;
    private long _sent = entry.Place;
    private long _bad;
    private long _taken;
    private long _place;
    private long _recordedAt;
    private long _receivedAt;
    private double? _share;

    /// <summary>How far it is.</summary>
    public FeedProgress Progress => new()
    {
        Place = _place,
        Share = _share,
        RecordedAt = _recordedAt == 0 ? null : Time.FromMicroseconds(_recordedAt),
        Taken = _taken,
        Bad = _bad,
        Faults = [.. _faults],
        ReceivedAt = _receivedAt == 0 ? null : Time.FromMicroseconds(_receivedAt),
    };

    /// <summary>The name of a run among the sources of market data.</summary>
    public static string RunOf(FeedEntry entry) => $"{entry.Run}";

    /// <summary>Plays to the end, or until it is cancelled. Tells the registry how it ended.</summary>
    public async Task PlayAsync(CancellationToken cancellationToken)
    {
        string? fault;
        try
        {
            using var file = RecordedFile.Open(services.Options.Value.Folder, _feed);
            fault = await PlayAsync(file, cancellationToken);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException or InvalidDataException)
        {
            fault = $"{_feed.File}: {e.Message}";
        }
        var status = cancellationToken.IsCancellationRequested ? FeedStatus.Running
            : fault is null ? FeedStatus.Finished : FeedStatus.Failed;
        await UntilDoneAsync(() => ReportAsync(status, fault), CancellationToken.None);
    }

    /// <summary>Returns why it cannot go on; null if it is over or cancelled.</summary>
    private async Task<string?> PlayAsync(RecordedFile file, CancellationToken cancellationToken)
    {
        var recording = file.Recording;
        string? last = null;
        for (var read = 1; !cancellationToken.IsCancellationRequested; read++)
        {
            if (read % MaxTurn == 0) await Task.Yield();
            var outcome = recording.Read(out var next);
            if (outcome == ReadOutcome.End) break;
            (_place, _share) = (recording.Place, file.Share);
            last = outcome == ReadOutcome.Bad ? recording.Fault : await TakeAsync(next, cancellationToken);
            if (!cancellationToken.IsCancellationRequested) _done = _place;
            if (last is null) continue;
            if (Note(last) <= services.Options.Value.MaxBad) continue;
            await SendAsync(cancellationToken);
            return $"{_feed.File}: {last}; {_bad} lines or messages cannot be read, {services.Options.Value.MaxBad} may be";
        }
        if (cancellationToken.IsCancellationRequested) return null;
        await SendAsync(cancellationToken);
        _share = 1;
        // The end of a file that is not whole is not the end of its day.
        return last is null ? null : $"{_feed.File}: {last}";
    }

    /// <summary>Takes an event at its time. Returns what is wrong with it; null if nothing is.</summary>
    private async Task<string?> TakeAsync(RecordedEvent next, CancellationToken cancellationToken)
    {
        _recordedAt = next.Time;
        if (!_symbols.TryGetValue(next.Symbol, out var symbol)) return null;
        // What was sent before a restart, or lies before the time that was asked for, makes the book but no tick.
        if (_place <= entry.Place || next.Time < entry.From) return _output.Add(symbol, next, _place, null);
        await UntilDueAsync(next.Time, cancellationToken);
        if (cancellationToken.IsCancellationRequested) return null;
        _receivedAt = services.Clock.GetMicroseconds();
        var fault = _output.Add(symbol, next, _place, _feed.IsRestamped ? _receivedAt : next.Time);
        if (fault is null) _taken++;
        _done = _place;
        if (_output.Waiting >= MaxWaiting) await SendAsync(cancellationToken);
        return fault;
    }

    /// <summary>Waits until a recorded time has come, at the speed of the feed. What waits is sent first.</summary>
    private async Task UntilDueAsync(long time, CancellationToken cancellationToken)
    {
        if (_feed.Speed == 0) return;
        if (_firstAt is not { } first) (_firstAt, _began, first) = (time, services.Clock.GetTimestamp(), time);
        var due = TimeSpan.FromMicroseconds((double)((time - first) / _feed.Speed));
        while (due - services.Clock.GetElapsedTime(_began) is var left && left > TimeSpan.Zero)
        {
            if (_output.Waiting > 0) await SendAsync(cancellationToken);
            if (cancellationToken.IsCancellationRequested) return;
            try
            {
                await Task.Delay(left < MaxPause ? left : MaxPause, services.Clock, cancellationToken);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    private async Task SendAsync(CancellationToken cancellationToken)
    {
        var place = _done;
        if (!await UntilDoneAsync(_output.FlushAsync, cancellationToken)) return;
        _sent = place;
        if (_reportedAt is { } at && services.Clock.GetElapsedTime(at) < ReportEvery) return;
        _reportedAt = services.Clock.GetTimestamp();
        await UntilDoneAsync(() => ReportAsync(FeedStatus.Running, null), cancellationToken);
    }

    private Task ReportAsync(FeedStatus status, string? fault) =>
        grains.GetFeeds().Report(_feed.Id, entry.Run, status, _sent, fault);

    /// <summary>Repeats what does not come through; false if it is cancelled.</summary>
    private async Task<bool> UntilDoneAsync(Func<Task> call, CancellationToken cancellationToken)
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
                if (!isLogged) Log.FeedDelayed(logger, _feed.Id, e);
            }
            if (cancellationToken.IsCancellationRequested) return false;
            await Task.Delay(RetryAfter, services.Clock, CancellationToken.None);
        }
    }

    private long Note(string fault)
    {
        if (_faults.Count == FeedProgress.MaxFaults) _faults.Dequeue();
        _faults.Enqueue($"{_feed.File}: {fault}");
        return ++_bad;
    }

    private static Dictionary<string, string> SymbolsOf(FeedDefinition feed)
    {
        var recorded = feed.RecordedAs.IsDefaultOrEmpty ? feed.Symbols : feed.RecordedAs;
        return recorded.Zip(feed.Symbols).ToDictionary(s => s.First, s => s.Second, StringComparer.Ordinal);
    }
}
