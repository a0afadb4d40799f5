using TradingOps.Engine.Instruments;
using TradingOps.Grains;
using TradingOps.Grains.Journaling;

namespace TradingOps.Silo.Recovery;

/// <summary>
/// Wakes every market that has a journal when the silo starts, so that what was durable and not yet delivered reaches its
/// accounts without waiting for somebody to call.
/// </summary>
internal sealed class MarketWaker(
    IJournal journal, InstrumentCatalogue catalogue, IGrainFactory grains, ILogger<MarketWaker> logger)
    : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        foreach (var stream in await journal.ListStreamsAsync(JournalStreams.BookPrefix, stoppingToken))
        {
            var symbol = JournalStreams.SymbolOf(stream)!;
            if (!catalogue.TryGet(symbol, out _)) continue;
            try
            {
                await grains.GetOrderBook(symbol).Wake();
            }
            catch (Exception e) when (e is TradingUnavailableException or TimeoutException or OrleansException)
            {
                Log.WakeFailed(logger, symbol, e);
            }
        }
    }
}
