using TradingOps.Grains.Simulation;

namespace TradingOps.Grains.MarketData.Feeds;

/// <summary>
/// Quotes and trades of a seeded random walk, in which no account takes part. A run that goes on elsewhere goes on with the same
/// walk. Used within one grain's turns only.
/// </summary>
internal sealed class SimulationPlayer(FeedRun run) : IFeedPlayer
{
    private const int Size = 100;

    /// <inheritdoc/>
    public bool IsAlive => run.HasReceivedLately;

    /// <inheritdoc/>
    public async Task PlayAsync(CancellationToken cancellationToken)
    {
        var catalogue = run.Services.Catalogue;
        var walks = run.Feed.Symbols.Select(s => (Symbol: s, Walk: new PriceWalk(catalogue[s], run.Feed.Seed))).ToList();
        for (run.Place = 0; run.Place < run.Entry.Place; run.Place++)
            foreach (var (_, walk) in walks) walk.Step();
        while (!cancellationToken.IsCancellationRequested)
        {
            var place = run.Place + 1;
            var now = run.Receive();
            foreach (var (_, walk) in walks) walk.Step();
            await run.UntilDoneAsync(
                () => Task.WhenAll(walks.Select(w => SendAsync(w.Symbol, w.Walk, place, now))), cancellationToken);
            run.Place = place;
            run.Taken += 2 * walks.Count;
            run.Reach(now);
            await run.ReportAsync(place, cancellationToken);
            await run.PauseAsync(run.Services.Options.Value.StepEvery, cancellationToken);
        }
        await run.EndAsync(run.Place, null, cancellationToken);
    }

    private Task SendAsync(string symbol, PriceWalk walk, long place, long now)
    {
        var (instrument, mid, half) = (run.Services.Catalogue[symbol], walk.Mid, walk.HalfSpread);
        var size = Size * instrument.LotSize;
        return run.Grains.GetMarketData(symbol).Take(new(run.Feed.Id, run.Entry.Run,
        [
            new(2 * place - 1, now, instrument.ToPrice(mid), instrument.LotSize),
            new(2 * place, now, null, 0, instrument.ToPrice(mid - half), size, instrument.ToPrice(mid + half), size),
        ]));
    }
}
