using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Concurrency;
using TradingOps.Engine.Accounts;
using TradingOps.Engine.Instruments;
using TradingOps.Engine.Risk;
using TradingOps.Engine.Sessions;
using TradingOps.Grains.Books;
using TradingOps.Grains.Breakers;
using TradingOps.Grains.Firm;
using TradingOps.Grains.Journaling;
using TradingOps.Grains.Marks;
using TradingOps.Grains.Orders;

namespace TradingOps.Grains.Accounts;

/// <summary>The pre-trade gate and the positions of one account: a thin shell around <see cref="Account"/>.</summary>
/// <remarks>
/// Reentrant, so that many orders are under way at once. The invariant that makes this safe: check and reserve happen in one turn
/// without an await in between, reports are applied by number, and what the account's own journal holds takes effect only when it
/// is durable.
/// </remarks>
[Reentrant]
public sealed partial class AccountGrain(
    IJournal journal, IOrderQueries queries, InstrumentCatalogue catalogue, TradingCalendar calendar, MarkBoard marks,
    BreakerBoard breakers, BreakerServices guards, IOptions<AccountOptions> options, AccountMetrics metrics, FirmOutbox firm,
    TimeProvider clock, ILogger<AccountGrain> logger)
    : TradingGrain, IAccountGrain
{
    private AccountJournal _journal = null!;
    private ReportFeed _feed = null!;
    private OrderHolds _holds = null!;
    private AccountValuation _valuation = null!;
    private Func<Valuation> _value = null!;

    private Account Account => _journal.Account;

    /// <inheritdoc/>
    protected override async Task StartAsync(CancellationToken cancellationToken)
    {
        var id = this.GetPrimaryKeyString();
        try
        {
            _journal = await AccountJournal.OpenAsync(id, journal, clock, cancellationToken);
            _feed = new(Account, catalogue, journal, _changed);
            _holds = new(Account);
            _valuation = new(Account, catalogue, marks);
            _value = _valuation.Now;
            _clientOrderIds = new(id, queries);
            var symbols = await queries.ListSymbolsAsync(id, cancellationToken);
            // From the journal, not from the markets: they may be waiting for this very account.
            foreach (var symbol in symbols.Union(Account.Cursors.Keys)) await _feed.CatchUpAsync(symbol, cancellationToken);
            await OpenBreakerAsync(cancellationToken);
        }
        catch (JournalException e)
        {
            throw new TradingUnavailableException(
                TradingUnavailableException.JournalUnavailable, $"the journal of {id} cannot be read: {e.Message}");
        }
        this.RegisterGrainTimer(ReportAsync, LookEvery, LookEvery);
        _readingIds = this.RegisterGrainTimer(
            ReadClientOrderIdsAsync, new() { DueTime = ReadIdsAfter, Period = ReadIdsAfter, Interleave = true });
        this.RegisterGrainTimer(CheckpointAsync, options.Value.CheckpointEvery, options.Value.CheckpointEvery);
    }

    /// <inheritdoc/>
    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) =>
        CheckpointAsync(cancellationToken);

    /// <inheritdoc/>
    public async Task<long> Deliver(ReportBatch batch)
    {
        try
        {
            await _feed.ApplyAsync(batch.Symbol, batch.Reports);
            if (Account.CursorOf(batch.Symbol).Number < batch.LastNumber)
                await _feed.CatchUpAsync(batch.Symbol, CancellationToken.None);
            TendSoon();
        }
        catch (JournalException e)
        {
            throw new TradingUnavailableException(
                TradingUnavailableException.JournalUnavailable, $"the journal cannot be read: {e.Message}");
        }
        return Account.CursorOf(batch.Symbol).Number;
    }

    private static bool IsUnavailable(Exception e) =>
        e is JournalException || GrainCall.IsFailure(e);

    private async Task CatchUpAsync(string symbol)
    {
        var last = await GrainFactory.GetOrderBook(symbol).LastReportOf(Account.Id);
        if (Account.CursorOf(symbol).Number < last) await _feed.CatchUpAsync(symbol, CancellationToken.None);
    }

    /// <summary>Opens the account unless it is open or being opened; whether this call did.</summary>
    private async Task<bool> OpenAsync(decimal cash, AccountLimits limits)
    {
        if (_journal.IsOpened || !await Guard(_journal.OpenAccountAsync(cash, limits, Today()))) return false;
        Log.AccountOpened(logger, Account.Id, cash);
        return true;
    }

    private async Task<T> Guard<T>(Task<T> append)
    {
        try
        {
            var result = await append;
            _changed.Set();
            return result;
        }
        catch (JournalException e)
        {
            Log.AccountFaulted(logger, Account.Id, e);
            DeactivateOnIdle();
            throw new TradingUnavailableException(
                TradingUnavailableException.JournalUnavailable, $"the outcome is not known: {e.Message}");
        }
    }

    private async Task CheckpointAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _journal.CheckpointAsync(_feed.Progress, cancellationToken);
        }
        catch (JournalException e)
        {
            Log.CheckpointFailed(logger, Account.Id, e);
        }
    }
}
