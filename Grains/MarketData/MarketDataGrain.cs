using Microsoft.Extensions.Logging;
using Orleans.Concurrency;

namespace TradingOps.Grains.MarketData;

/// <summary>
/// Prices and bars of one symbol. Reentrant: readers wait in it. Its data change in the order of its stream, after the write.
/// </summary>
[Reentrant]
public sealed class MarketDataGrain(MarketDataServices services, ILogger<MarketDataGrain> logger)
    : TradingGrain, IMarketDataGrain
{
    private static readonly TimeSpan ShareEvery = TimeSpan.FromSeconds(2);

    /// <summary>Null while the symbol is unknown.</summary>
    private SymbolPrices? _data;

    /// <inheritdoc/>
    protected override async Task StartAsync(CancellationToken cancellationToken)
    {
        if (!services.Catalogue.TryGet(this.GetPrimaryKeyString(), out var instrument)) return;
        var data = _data = await SymbolPrices.OpenAsync(
            instrument, services, GrainFactory, DeactivateOnIdle, logger, cancellationToken);
        this.RegisterGrainTimer(_ => data.ShareAsync(), new(ShareEvery, ShareEvery) { Interleave = true });
        EndWhenSuperseded(data.Log.EndIfSupersededAsync);
    }

    /// <inheritdoc/>
    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) =>
        _data?.Log.CloseAsync(cancellationToken) ?? Task.CompletedTask;

    /// <inheritdoc/>
    public async Task<PriceView?> GetPrice() => Known() is { } data ? await data.ReadPriceAsync() : null;

    /// <inheritdoc/>
    public async Task<BarPage?> ReadBars(BarFilter filter) => Known() is { } data ? await data.ReadBarsAsync(filter) : null;

    /// <inheritdoc/>
    public async Task<DataPage?> ReadFeed(long? version) => Known() is { } data ? await data.ReadFeedAsync(version) : null;

    /// <inheritdoc/>
    public Task Follow() => Known()?.FollowAsync() ?? Task.CompletedTask;

    /// <inheritdoc/>
    public Task<TickAnswer> Take(TickBatch batch) => Known()?.TakeAsync(batch) ?? Task.FromResult(default(TickAnswer));

    /// <inheritdoc/>
    public Task Hear(string feed, int run)
    {
        Known()?.Hear(feed, run);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task Release(string feed, int run) => Known()?.ReleaseAsync(feed, run) ?? Task.CompletedTask;

    /// <summary>The next activation finds the instrument, if it is added in the meantime.</summary>
    private SymbolPrices? Known()
    {
        if (_data is null) DeactivateOnIdle();
        return _data;
    }
}
