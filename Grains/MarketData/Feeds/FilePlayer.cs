using TradingOps.Engine.MarketData.Recordings;
using TradingOps.Grains.MarketData.Recordings;

namespace TradingOps.Grains.MarketData.Feeds;

/// <summary>Plays a recorded file. Used within one grain's turns only.</summary>
internal sealed class FilePlayer : IFeedPlayer
{
    /// <summary>Ticks or orders that are sent at once.</summary>
    private const int MaxWaiting = 2_000;

    /// <summary>Events that are read in one turn of the grain.</summary>
    private const int MaxTurn = 10_000;

    /// <summary>The end of the year 9999.</summary>
    private const long MaxTime = 253_402_300_799_999_999;

    private static readonly TimeSpan MaxPause = TimeSpan.FromSeconds(1);

    private readonly FeedRun _run;
    private readonly IFeedOutput _output;
    private long _began;
    private long? _firstAt;
    private long _done;
    private long _sent;

    public FilePlayer(FeedRun run)
    {
        _run = run;
        var (feed, catalogue) = (run.Feed, run.Services.Catalogue);
        _output = feed.Target == FeedTarget.Orders
            ? new OrderOutput(feed.Id, run.Entry.Run, catalogue, run.Grains)
            : new PriceOutput(feed.Id, run.Entry.Run, catalogue, run.Grains);
        _done = _sent = run.Entry.Place;
    }

    /// <inheritdoc/>
    public bool IsAlive => _firstAt is not null;

    /// <inheritdoc/>
    public async Task PlayAsync(CancellationToken cancellationToken)
    {
        string? fault;
        try
        {
            using var file = RecordedFile.Open(_run.Services.Options.Value.Folder, _run.Feed);
            fault = await PlayAsync(file, cancellationToken);
        }
        catch (Exception e) when (!GrainCall.IsFailure(e, CancellationToken.None))
        {
            // Of whatever file: one clear error, and none that comes again every second.
            fault = $"{_run.Feed.File}: {e.Message}";
        }
        await _run.EndAsync(_sent, fault, cancellationToken);
    }

    /// <summary>Returns why it cannot go on; null if it is over or cancelled.</summary>
    private async Task<string?> PlayAsync(RecordedFile file, CancellationToken cancellationToken)
    {
        var (recording, maxBad) = (file.Recording, _run.Services.Options.Value.MaxBad);
        string? last = null;
        for (var read = 1; !cancellationToken.IsCancellationRequested; read++)
        {
            if (read % MaxTurn == 0) await Task.Yield();
            var outcome = recording.Read(out var next);
            if (outcome == ReadOutcome.End) break;
            (_run.Place, _run.Share) = (recording.Place, file.Share);
            last = outcome == ReadOutcome.Bad ? recording.Fault
                : next.Time is < 0 or > MaxTime ? $"line or message {recording.Place} has a time that is out of range"
                : await TakeAsync(next, cancellationToken);
            if (!cancellationToken.IsCancellationRequested) _done = _run.Place;
            if (last is null) continue;
            _run.Note($"{_run.Feed.File}: {last}");
            if (_run.Bad <= maxBad) continue;
            await SendAsync(cancellationToken);
            return $"{_run.Feed.File}: {last}; {_run.Bad} lines or messages cannot be read, {maxBad} may be";
        }
        if (cancellationToken.IsCancellationRequested) return null;
        await SendAsync(cancellationToken);
        _run.Share = 1;
        if (_run.Bad > maxBad)
            return $"{_run.Feed.File}: {_run.Bad} lines or messages cannot be read or taken, {maxBad} may be";
        // The end of a file that is not whole is not the end of its day.
        return last is null ? null : $"{_run.Feed.File}: {last}";
    }

    /// <summary>Takes an event at its time. Returns what is wrong with it; null if nothing is.</summary>
    private async Task<string?> TakeAsync(RecordedEvent next, CancellationToken cancellationToken)
    {
        _run.Reach(next.Time);
        if (!_run.Symbols.TryGetValue(next.Symbol, out var symbol)) return null;
        // What was sent before a restart, or lies before the time that was asked for, makes the book but no tick.
        if (_run.Place <= _run.Entry.Place || next.Time < _run.Entry.From) return _output.Add(symbol, next, _run.Place, null);
        await UntilDueAsync(next.Time, cancellationToken);
        if (cancellationToken.IsCancellationRequested) return null;
        var now = _run.Receive();
        var fault = _output.Add(symbol, next, _run.Place, _run.Feed.IsRestamped ? now : next.Time);
        if (fault is null) _run.Taken++;
        _done = _run.Place;
        if (_output.Waiting >= MaxWaiting) await SendAsync(cancellationToken);
        return fault;
    }

    /// <summary>Waits until a recorded time has come, at the speed of the feed. What waits is sent first.</summary>
    private async Task UntilDueAsync(long time, CancellationToken cancellationToken)
    {
        if (_run.Feed.Speed == 0) return;
        var clock = _run.Services.Clock;
        if (_firstAt is not { } first) (_firstAt, _began, first) = (time, clock.GetTimestamp(), time);
        var due = TimeSpan.FromMicroseconds((double)((time - first) / _run.Feed.Speed));
        while (due - clock.GetElapsedTime(_began) is var left && left > TimeSpan.Zero
            && !cancellationToken.IsCancellationRequested)
        {
            if (_output.Waiting > 0) await SendAsync(cancellationToken);
            else await _run.PauseAsync(left < MaxPause ? left : MaxPause, cancellationToken);
        }
    }

    private async Task SendAsync(CancellationToken cancellationToken)
    {
        var place = _done;
        var wrong = new List<string>();
        if (!await _run.UntilDoneAsync(async () => wrong = await _output.FlushAsync(), cancellationToken)) return;
        foreach (var fault in wrong) _run.Note($"{_run.Feed.File}: {fault}, up to line or message {place}");
        _sent = place;
        await _run.ReportAsync(_sent, cancellationToken);
    }
}
