using System.Text.Json;
using Microsoft.Extensions.Logging;
using TradingOps.Grains.Journaling;

namespace TradingOps.Grains.Kafka;

/// <summary>
/// Up to where a source is published, in a stream of its own: numbers by name. They are stored a little late, so that after the
/// end of a silo some messages are sent again. Used within one grain's turns only.
/// </summary>
internal sealed class PublishedLog(KafkaSource source, KafkaServices services, Action deactivate, ILogger logger)
{
    private const int SnapshotEvery = 100;

    /// <summary>So much progress is stored after a second; less waits a little.</summary>
    private const long MuchProgress = 100;

    /// <summary>In a record: the number is forgotten.</summary>
    private const long Removed = -1;

    private static readonly TimeSpan StoreEvery = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan StoreAnywayEvery = TimeSpan.FromSeconds(10);

    private static readonly RecordCodec<Dictionary<string, long>> Codec = new(
        numbers => JsonSerializer.SerializeToUtf8Bytes(numbers),
        bytes => JsonSerializer.Deserialize<Dictionary<string, long>>(bytes.Span)!);

    private readonly GrainLog<Dictionary<string, long>> _log =
        new(services.Journal, JournalStreams.Kafka(source.ToString()), Codec, deactivate, logger);

    private readonly Dictionary<string, long> _numbers = new(StringComparer.Ordinal);
    private Dictionary<string, long> _changed = new(StringComparer.Ordinal);
    private long _progress;
    private long _storedAt = services.Clock.GetTimestamp();

    /// <summary>The names that have a number.</summary>
    public IReadOnlyCollection<string> Names => _numbers.Keys;

    /// <summary>Restores the numbers. <see cref="TradingUnavailableException"/> if the stream cannot be read.</summary>
    public async Task OpenAsync(CancellationToken cancellationToken)
    {
        await _log.OpenAsync(snapshot => Apply(Codec.Decode(snapshot)), cancellationToken);
        await foreach (var changes in _log.ReplayAsync(cancellationToken)) Apply(changes);
    }

    /// <summary>The number of a name; null if it has none.</summary>
    public long? Find(string name) => _numbers.TryGetValue(name, out var number) ? number : null;

    /// <summary>Sets a number, which is stored later.</summary>
    public void Set(string name, long number)
    {
        _progress += Math.Abs(number - _numbers.GetValueOrDefault(name));
        _numbers[name] = _changed[name] = number;
    }

    /// <summary>Forgets a number.</summary>
    public void Remove(string name)
    {
        if (_numbers.Remove(name)) _changed[name] = Removed;
    }

    /// <summary>
    /// Stores what has changed, if it is time to. <see cref="TradingUnavailableException"/> if it is not stored, or if the
    /// outcome is unknown.
    /// </summary>
    /// <param name="isLast">Whether it is the last chance.</param>
    public async Task StoreAsync(bool isLast)
    {
        var since = services.Clock.GetElapsedTime(_storedAt);
        var isDue = isLast || (since >= StoreEvery && (_progress >= MuchProgress || since >= StoreAnywayEvery));
        if (_changed.Count == 0 || !isDue || _log.IsFaulted) return;
        var changes = _changed;
        (_changed, _progress, _storedAt) = (new(StringComparer.Ordinal), 0, services.Clock.GetTimestamp());
        // In memory the numbers are ahead of their stream on purpose: an older one means a repetition, not a loss.
        await _log.AppendAsync(changes, _ => { });
        if (_log.SinceSnapshot >= SnapshotEvery)
            await _log.SaveSnapshotAsync(_log.Durable, Codec.Encode(_numbers), CancellationToken.None);
    }

    /// <summary>Ends this activation if another one has gone on with the stream.</summary>
    public Task EndIfSupersededAsync(CancellationToken cancellationToken) => _log.EndIfSupersededAsync(cancellationToken);

    private void Apply(Dictionary<string, long> changes)
    {
        foreach (var (name, number) in changes)
        {
            if (number == Removed) _numbers.Remove(name);
            else _numbers[name] = number;
        }
    }
}
