using TradingOps.Engine.Instruments;
using TradingOps.Grains;
using TradingOps.Grains.Journaling;

namespace TradingOps.Silo.Recovery;

/// <summary>
/// Wakes every market that has a journal when the silo starts, so that what was durable and not yet delivered reaches its
/// accounts without waiting for somebody to call; and again every minute, so that sessions end and contracts expire in markets
/// whose silo is gone.
/// </summary>
internal sealed class MarketWaker(
    IJournal journal, InstrumentCatalogue catalogue, IGrainFactory grains, ILogger<MarketWaker> logger)
    : BackgroundService
{
    private static readonly TimeSpan AgainAfter = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan WakeEvery = TimeSpan.FromMinutes(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            while (true) await Task.Delay(await TryWakeAllAsync(stoppingToken) ? WakeEvery : AgainAfter, stoppingToken);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The silo stops; another wakes them.
        }
    }

    private async Task<bool> TryWakeAllAsync(CancellationToken stoppingToken)
    {
        IReadOnlyList<string> streams;
        try
        {
            streams = await journal.ListStreamsAsync(JournalStreams.BookPrefix, stoppingToken);
        }
        catch (JournalException e)
        {
            Log.ListFailed(logger, e);
            return false;
        }
        foreach (var stream in streams)
        {
            var symbol = JournalStreams.SymbolOf(stream)!;
            if (!catalogue.TryGet(symbol, out _)) continue;
            try
            {
                await grains.GetOrderBook(symbol).Wake();
            }
            catch (Exception e) when (TradingUnavailableException.IsOfCall(e))
            {
                Log.WakeFailed(logger, symbol, e);
            }
        }
        return true;
    }
}
