using System.Diagnostics;

namespace TradingOps.Client.Streams;

/// <summary>Sends one reader what its feeds have for it, until it goes, is cut off, or the front stops.</summary>
internal sealed class StreamConnection(
    StreamRequest request, StreamFeed[] feeds, StreamSignal signal, IStreamSink sink, SemaphoreSlim catchingUp,
    StreamOptions options)
{
    private const int MaxUnflushed = 16 * 1024;

    private readonly FeedReader[] _readers = [.. feeds.Select(f => new FeedReader(f, request.From?[f.Key]))];
    private readonly StreamCursor _cursor = new();
    private readonly List<StreamEvent> _events = [];
    private long _lastWrite = Stopwatch.GetTimestamp();
    private long? _bounded;

    /// <summary>Takes the reader's place in every feed, and the state as of then.</summary>
    public IReadOnlyList<StreamEvent> Attach()
    {
        var state = new List<StreamEvent>();
        foreach (var reader in _readers)
        {
            reader.TryRead(state);
            if (reader.Position is { } position) _cursor[reader.Key] = position;
        }
        return state;
    }

    /// <summary>
    /// Sends until there is an end. <see cref="SlowReaderException"/> for a reader that was cut off,
    /// <see cref="FeedFailedException"/> for one that has to come back.
    /// </summary>
    public async Task RunAsync(IEnumerable<StreamEvent> first, CancellationToken cancellationToken)
    {
        await WriteAsync(first, null, cancellationToken);
        while (true)
        {
            var idle = true;
            foreach (var reader in _readers) idle &= !await SendAsync(reader, cancellationToken);
            var silence = Stopwatch.GetElapsedTime(_lastWrite);
            if (silence >= options.HeartbeatEvery) await WriteHeartbeatAsync(cancellationToken);
            else if (idle) await signal.WaitAsync(options.HeartbeatEvery - silence, cancellationToken);
        }
    }

    /// <summary>Sends what one feed has; false if it has nothing at the moment.</summary>
    private async Task<bool> SendAsync(FeedReader reader, CancellationToken cancellationToken)
    {
        _events.Clear();
        reader.ThrowIfFailed();
        if (!reader.TryRead(_events))
        {
            await WriteAsync([StreamEvents.OfSlowReader()], null, cancellationToken);
            throw new SlowReaderException();
        }
        if (!reader.IsBehind)
        {
            await WriteAsync(_events, reader, cancellationToken);
            return _events.Count > 0;
        }
        // A page is this reader's own, unlike the ring: only so many are in memory at one time, and each must be taken in time.
        while (!await catchingUp.WaitAsync(options.HeartbeatEvery, cancellationToken))
            await WriteHeartbeatAsync(cancellationToken);
        try
        {
            await reader.ReadPageAsync(_events, cancellationToken);
            _bounded = Stopwatch.GetTimestamp();
            await WriteAsync(_events, reader, cancellationToken);
        }
        finally
        {
            _bounded = null;
            catchingUp.Release();
        }
        return true;
    }

    private async Task WriteAsync(IEnumerable<StreamEvent> events, FeedReader? reader, CancellationToken cancellationToken)
    {
        var unflushed = 0;
        foreach (var e in events)
        {
            if (reader is not null && e.Position is { } position) _cursor[reader.Key] = position;
            if (!request.Takes(e)) continue;
            await Timely(sink.WriteAsync(e, e.Position is null ? null : _cursor.ToString(), cancellationToken));
            unflushed += e.Json.Length;
            if (unflushed <= MaxUnflushed) continue;
            await FlushAsync(cancellationToken);
            unflushed = 0;
        }
        if (reader?.Position is { } reached) _cursor[reader.Key] = reached;
        if (unflushed > 0) await FlushAsync(cancellationToken);
    }

    private async Task WriteHeartbeatAsync(CancellationToken cancellationToken)
    {
        await Timely(sink.WriteHeartbeatAsync(_cursor.ToString(), cancellationToken));
        await FlushAsync(cancellationToken);
    }

    private async Task FlushAsync(CancellationToken cancellationToken)
    {
        await Timely(sink.FlushAsync(cancellationToken));
        _lastWrite = Stopwatch.GetTimestamp();
    }

    private async ValueTask Timely(ValueTask write)
    {
        if (write.IsCompletedSuccessfully) return;
        var spent = _bounded is { } began ? Stopwatch.GetElapsedTime(began) : TimeSpan.Zero;
        await write.WithinAsync(spent < options.WriteTimeout ? options.WriteTimeout - spent : TimeSpan.Zero, sink);
    }
}
