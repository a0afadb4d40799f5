using TradingOps.Engine.Instruments;
using TradingOps.Grains;
using TradingOps.Grains.Journaling;
using TradingOps.Hosting;
using TradingOps.Silo.Health;

namespace TradingOps.Silo.Recovery;

/// <summary>
/// Wakes every market that has a journal when the silo starts, so that durable reports that were not yet delivered reach their
/// accounts before the first call to the market; and again every minute, so that sessions end and contracts expire in markets
/// whose silo is gone.
/// </summary>
internal sealed class MarketWaker(
    IJournal journal, InstrumentCatalogue catalogue, IGrainFactory grains, MarketsCheck check, TimeProvider clock,
    ILogger<MarketWaker> logger)
    : PollingService(RetryAfter, clock, logger)
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan WakeEvery = TimeSpan.FromMinutes(1);

    private long? _wokenAt;

    protected override async Task StepAsync(CancellationToken cancellationToken)
    {
        if (_wokenAt is { } last && Clock.GetElapsedTime(last) < WakeEvery) return;
        var began = Clock.GetTimestamp();
        IReadOnlyList<string> streams;
        try
        {
            streams = await journal.ListAsync(JournalStreams.BookPrefix, cancellationToken);
        }
        catch (Exception e) when (GrainCall.IsFailure(e, cancellationToken))
        {
            Log.ListFailed(Logger, e);
            return;
        }
        foreach (var stream in streams) await WakeAsync(JournalStreams.SymbolOf(stream)!, cancellationToken);
        _wokenAt = began;
    }

    private async Task WakeAsync(string symbol, CancellationToken cancellationToken)
    {
        if (!catalogue.TryGet(symbol, out _)) return;
        try
        {
            await grains.GetOrderBook(symbol).Wake();
            check.Pass(symbol);
        }
        catch (Exception e) when (GrainCall.IsFailure(e, cancellationToken))
        {
            Log.WakeFailed(Logger, symbol, e);
            check.Fail(symbol, e.Message);
        }
    }
}
