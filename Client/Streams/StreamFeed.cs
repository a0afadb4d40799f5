using TradingOps.Grains;

namespace TradingOps.Client.Streams;

/// <summary>
/// Follows one symbol, account or the breakers for all of this front's readers together, as long as there are any: one call at a
/// time to the cluster, one ring of events, and each reader with a place of its own in it.
/// </summary>
internal abstract class StreamFeed(string key, StreamOptions options, ILogger logger)
{
    private const int MaxBatch = 256;

    private static readonly TimeSpan TryAgainAfter = TimeSpan.FromMilliseconds(500);

    private readonly Lock _gate = new();
    private readonly EventRing _ring = new(options.BufferEvents);
    private readonly HashSet<StreamSignal> _readers = [];
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile bool _isStopped;
    private volatile bool _hasFailed;
    private FeedPosition _position;
    private bool _isInterrupted;

    /// <summary>Names the journal that is followed, in a cursor.</summary>
    public string Key => key;

    /// <summary>Completes when the feed knows where its source stands.</summary>
    public Task Ready => _ready.Task;

    /// <summary>Whether it ended through a bug: nothing comes of it any more.</summary>
    public bool HasFailed => _hasFailed;

    /// <summary>Least time between two calls to the cluster: what happens in between comes with the next.</summary>
    protected virtual TimeSpan Pace => TimeSpan.FromMilliseconds(10);

    /// <summary>A reader more.</summary>
    public void Add(StreamSignal reader)
    {
        lock (_gate) _readers.Add(reader);
    }

    /// <summary>A reader less; true if it was the last.</summary>
    public bool Remove(StreamSignal reader)
    {
        lock (_gate) return _readers.Remove(reader) && _readers.Count == 0;
    }

    /// <summary>Begins to follow.</summary>
    public void Start() => _ = Task.Run(RunAsync);

    /// <summary>Ends following.</summary>
    public void Stop() => _isStopped = true;

    /// <summary>
    /// Puts a reader into the ring: at its end, or behind <paramref name="from"/> if the ring covers that. Gives it the state as
    /// it stands now.
    /// </summary>
    /// <returns>False if what lies between is no longer, or not yet, in the ring.</returns>
    public bool TryAttach(FeedPosition? from, List<StreamEvent> state, out RingPlace place)
    {
        lock (_gate)
        {
            place = new(_ring.Head, _ring.Head, _position);
            if (from is { } behind)
            {
                if (behind < _ring.CoveredAfter || behind > _position) return false;
                place = new(_ring.IndexAfter(behind), _ring.Head, behind);
            }
            state.AddRange(State());
            return true;
        }
    }

    /// <summary>Takes what comes next for a reader, at most a batch.</summary>
    /// <returns>False if the ring has gone past the reader.</returns>
    public bool TryTake(ref RingPlace place, List<StreamEvent> events)
    {
        lock (_gate)
        {
            if (place.Index < _ring.Tail) return false;
            var (index, position) = (place.Index, place.Position);
            for (; index < _ring.Head && events.Count < MaxBatch; index++)
            {
                var e = _ring[index];
                // The state was sent as of a later moment; a log goes on behind the reader's own position.
                if (e.Position is null ? index < place.StateIndex : e.Position <= position
                    && e.Name != StreamEvents.Reset) continue;
                if (e.Position is { } reached) position = reached;
                events.Add(e);
            }
            if (index == _ring.Head && position < _position) position = _position;
            place = place with { Index = index, Position = position };
            return true;
        }
    }

    /// <summary>What lies behind a position that the ring does not cover, a page at a time.</summary>
    /// <param name="from">The reader's position.</param>
    /// <param name="events">Takes the events.</param>
    /// <returns>The position behind the page.</returns>
    public abstract Task<FeedPosition> ReadAsync(FeedPosition from, List<StreamEvent> events);

    /// <summary>Asks the cluster once for what is new, and publishes it.</summary>
    protected abstract Task StepAsync();

    /// <summary>The state as it stands, as events. Called under the feed's lock.</summary>
    protected abstract IEnumerable<StreamEvent> State();

    /// <summary>Makes events, and the state that goes with them, visible to all readers at once.</summary>
    protected void Publish(
        FeedPosition position, IReadOnlyCollection<StreamEvent> events, Action changeState, bool startOver = false)
    {
        lock (_gate)
        {
            changeState();
            if (startOver) _ring.StartOver(position);
            _ring.MakeRoomFor(events.Count);
            foreach (var e in events) _ring.Add(e);
            _position = position;
            if (events.Count > 0)
                foreach (var reader in _readers) reader.Set();
        }
        _ready.TrySetResult();
    }

    private async Task RunAsync()
    {
        try
        {
            while (!_isStopped)
            {
                var pause = Pace;
                try
                {
                    await StepAsync();
                    _isInterrupted = false;
                }
                catch (Exception e) when (GrainCall.IsFailure(e))
                {
                    if (!_isInterrupted) Log.FeedInterrupted(logger, key, e);
                    _isInterrupted = true;
                    pause = TryAgainAfter;
                }
                await Task.Delay(pause);
            }
        }
        catch (Exception e)
        {
            // A bug: its readers are disconnected and reconnect to a new feed; readers that wait for its start get the error.
            Log.FeedFailed(logger, key, e);
            _hasFailed = true;
            _ready.TrySetException(e);
            lock (_gate)
                foreach (var reader in _readers) reader.Set();
        }
    }
}
