using TradingOps.Grains;
using TradingOps.Grains.Breakers;

namespace TradingOps.Client.Streams;

/// <summary>The circuit breakers as they stand.</summary>
internal sealed class BreakerFeed(IGrainFactory grains, StreamOptions options, ILogger logger)
    : StreamFeed(BreakersKey, options, logger)
{
    /// <summary>Names the breakers among the feeds.</summary>
    public const string BreakersKey = "!breakers";

    private BreakerView? _firm;

    /// <inheritdoc/>
    protected override TimeSpan Pace => TimeSpan.FromMilliseconds(250);

    /// <inheritdoc/>
    public override Task<FeedPosition> ReadAsync(FeedPosition from, List<StreamEvent> events) =>
        Task.FromResult(new FeedPosition(0));

    /// <inheritdoc/>
    protected override async Task StepAsync()
    {
        var firm = await grains.GetFirmBreaker().GetBreaker();
        StreamEvent[] events = firm == _firm ? [] : [StreamEvents.Of(firm)];
        Publish(new(0), events, () => _firm = firm);
    }

    /// <inheritdoc/>
    protected override IEnumerable<StreamEvent> State() => _firm is null ? [] : [StreamEvents.Of(_firm)];
}
