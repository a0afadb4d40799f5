using TradingOps.Engine.Books;
using TradingOps.Engine.Instruments;
using TradingOps.Engine.MarketData;
using TradingOps.Engine.Markets;
using TradingOps.Engine.Sessions;
using TradingOps.Grains.Journaling;

namespace TradingOps.Grains.MarketData;

/// <summary>
/// Makes bars of the trades of the symbol's own market, from its journal: a trade that was missed is found there. Used within one
/// grain's turns only.
/// </summary>
internal sealed class BookFollower(
    Instrument instrument, MarketDataLog log, IJournal journal, TradingCalendar calendar, MarketDataMetrics metrics,
    TimeProvider clock)
{
    /// <summary>Records of the market that become one record of the data at most.</summary>
    private const int MaxRecords = 50_000;

    /// <summary>Takes in every trade that is durable. Does nothing while prices come from a feed.</summary>
    public async Task CatchUpAsync()
    {
        while (log.State.Source == MarketDataState.OwnBook && await ReadAsync()) { }
    }

    /// <summary>Whether there may be more.</summary>
    private async Task<bool> ReadAsync()
    {
        var before = log.State.CursorOf(MarketDataState.OwnBook);
        var (cursor, runs, last, trades) = (before, new List<TradeRun>(), default(TradePrint?), 0);
        var stored = journal.ReadStreamAsync(
            JournalStreams.Book(instrument.Symbol), before + 1, CancellationToken.None);
        await foreach (var record in stored)
        {
            cursor = record.Sequence;
            foreach (var trade in TradesOf(MarketRecordCodec.Decode(record.Payload)))
            {
                TradeRun.Add(runs, calendar.SessionAt(instrument, trade.Time).Day, trade);
                (last, trades) = (trade, trades + 1);
            }
            if (cursor - before >= MaxRecords) break;
        }
        // Few records without a trade are not worth a record: they are read again.
        var isFull = cursor - before >= MaxRecords;
        if (last is null && !isFull) return false;
        await log.AppendAsync(new(MarketDataState.OwnBook, cursor, [.. runs], last));
        if (last is { } newest)
            metrics.Count(trades, TimeSpan.FromMicroseconds(clock.GetMicroseconds() - newest.Time));
        return isFull;
    }

    private IEnumerable<TradePrint> TradesOf(MarketRecord record) => record.Events
        .Where(e => e.Kind == BookEventKind.Traded)
        .Select(e => new TradePrint(
            instrument.ToPrice(e.Price), instrument.ToQuantity(e.Quantity), record.Command.Time));
}
