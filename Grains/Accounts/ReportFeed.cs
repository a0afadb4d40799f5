using System.Collections.Immutable;
using TradingOps.Engine.Accounts;
using TradingOps.Engine.Instruments;
using TradingOps.Engine.Markets;
using TradingOps.Grains.Books;
using TradingOps.Grains.Feeds;
using TradingOps.Grains.Journaling;

namespace TradingOps.Grains.Accounts;

/// <summary>
/// Applies the reports of all markets to one account, each once and by number; what is missing is read from the market's journal.
/// Used within one grain's turns only: between two awaits the account is always at a whole report.
/// </summary>
internal sealed class ReportFeed(Account account, InstrumentCatalogue catalogue, IJournal journal, FeedSignal applied)
{
    private const long LongRead = 1000;

    private long _longReads;

    /// <summary>Number of reports applied since this feed began.</summary>
    public long Applied { get; private set; }

    /// <summary>Grows with all that is worth a checkpoint: reports, and long stretches of a journal that had none.</summary>
    public long Progress => Applied + _longReads;

    /// <summary>Applies reports that follow each other, fetching what is missing before the first.</summary>
    public async Task ApplyAsync(string symbol, ImmutableArray<ExecutionReport> reports)
    {
        if (reports.IsEmpty) return;
        if (reports[0].Number > account.CursorOf(symbol).Number + 1) await CatchUpAsync(symbol, CancellationToken.None);
        var instrument = catalogue[symbol];
        foreach (var report in reports) Apply(report, instrument);
    }

    /// <summary>
    /// Applies a batch that a market delivered, fetching what is missing before or after it. Returns the number of the last
    /// report applied.
    /// </summary>
    public async Task<long> ApplyAsync(ReportBatch batch)
    {
        await ApplyAsync(batch.Symbol, batch.Reports);
        if (account.CursorOf(batch.Symbol).Number < batch.LastNumber)
            await CatchUpAsync(batch.Symbol, CancellationToken.None);
        return account.CursorOf(batch.Symbol).Number;
    }

    /// <summary>Applies every report that the market has for this account so far.</summary>
    public async Task CatchUpAsync(IOrderBookGrain market, string symbol)
    {
        var last = await market.LastReportOf(account.Id);
        if (account.CursorOf(symbol).Number < last) await CatchUpAsync(symbol, CancellationToken.None);
    }

    /// <summary>Applies everything that the market's journal holds and the account has not.</summary>
    public async Task CatchUpAsync(string symbol, CancellationToken cancellationToken)
    {
        var instrument = catalogue[symbol];
        // The record of the last report may hold more of them.
        var from = Math.Max(1, account.CursorOf(symbol).Sequence);
        long read = 0;
        await foreach (var stored in journal.ReadStreamAsync(JournalStreams.Book(symbol), from, cancellationToken))
        {
            foreach (var report in MarketRecordCodec.Decode(stored.Payload).Reports())
                if (report.Account == account.Id)
                    Apply(report, instrument);
            read = stored.Sequence;
        }
        account.SkipTo(symbol, read);
        if (read - from >= LongRead) _longReads++;
    }

    private void Apply(in ExecutionReport report, Instrument instrument)
    {
        if (!account.Apply(report, instrument)) return;
        Applied++;
        applied.Set();
    }
}
