using TradingOps.Bodies.MarketData;
using TradingOps.Client.MarketData;
using TradingOps.Grains;
using TradingOps.Grains.MarketData;

namespace TradingOps.Client.Streams;

/// <summary>The prices of one symbol, of whatever source, and its newest minute.</summary>
internal sealed class PriceFeed(string symbol, IGrainFactory grains, StreamOptions options, ILogger logger)
    : StreamFeed(KeyOf(symbol), options, logger)
{
    private const char Sign = '$';

    private DataPage? _known;

    /// <summary>Names the feed of a symbol.</summary>
    public static string KeyOf(string symbol) => Sign + symbol;

    /// <summary>Whether a key names such a feed.</summary>
    public static bool IsKey(string key) => key.StartsWith(Sign);

    /// <inheritdoc/>
    protected override TimeSpan Pace => TimeSpan.FromMilliseconds(100);

    /// <inheritdoc/>
    public override Task<FeedPosition> ReadAsync(FeedPosition from, List<StreamEvent> events) =>
        Task.FromResult(new FeedPosition(0));

    /// <inheritdoc/>
    protected override async Task StepAsync()
    {
        var page = await grains.GetMarketData(symbol).ReadFeed(_known?.Version)
            ?? throw new InvalidOperationException($"there is no instrument {symbol}");
        var events = new List<StreamEvent>();
        if (page.Price != _known?.Price) events.Add(StreamEvents.Of(LatestPriceBody.From(page.Price)));
        if (page.Bar is { } bar && bar != _known?.Bar) events.Add(StreamEvents.Of(symbol, BarBody.From(bar)));
        Publish(new(0), events, () => _known = page);
    }

    /// <inheritdoc/>
    protected override IEnumerable<StreamEvent> State()
    {
        if (_known is null) yield break;
        yield return StreamEvents.Of(LatestPriceBody.From(_known.Price));
        if (_known.Bar is { } bar) yield return StreamEvents.Of(symbol, BarBody.From(bar));
    }
}
