using TradingOps.Engine.Breakers;
using TradingOps.Grains;
using TradingOps.Grains.Breakers;

namespace TradingOps.Client.Streams;

/// <summary>The circuit breakers as they stand.</summary>
internal sealed class BreakerFeed(IGrainFactory grains, StreamOptions options, ILogger logger)
    : StreamFeed(BreakersKey, options, logger)
{
    /// <summary>Names the breakers among the feeds.</summary>
    public const string BreakersKey = "!breakers";

    private Dictionary<string, BreakerView> _known = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    protected override TimeSpan Pace => TimeSpan.FromMilliseconds(250);

    /// <inheritdoc/>
    public override Task<FeedPosition> ReadAsync(FeedPosition from, List<StreamEvent> events) =>
        Task.FromResult(new FeedPosition(0));

    /// <inheritdoc/>
    protected override async Task StepAsync()
    {
        var now = (await grains.GetFirmBreaker().ListBreakers()).ToDictionary(b => b.Scope, StringComparer.Ordinal);
        var changed = now.Values.Where(b => !_known.TryGetValue(b.Scope, out var known) || known != b).ToList();
        // Where there are too many to be listed, those that are closed again are left out first.
        foreach (var gone in _known.Keys.Except(now.Keys))
            if (BreakerScope.TryParse(gone, out var scope) && await grains.GetBreaker(scope).GetBreaker() is { } closed)
                changed.Add(closed);
        Publish(new(0), [.. changed.Select(StreamEvents.Of)], () => _known = now);
    }

    /// <inheritdoc/>
    protected override IEnumerable<StreamEvent> State() => _known.Values.Select(StreamEvents.Of);
}
