using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Concurrency;
using TradingOps.Engine.Accounts;
using TradingOps.Engine.Books;
using TradingOps.Engine.Instruments;
using TradingOps.Engine.Markets;
using TradingOps.Engine.Risk;
using TradingOps.Grains.Books;
using TradingOps.Grains.Breakers;
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
public sealed class AccountGrain(
    IJournal journal, IOrderQueries queries, InstrumentCatalogue catalogue, MarkBoard marks, BreakerBoard breakers,
    IOptions<AccountOptions> options, AccountMetrics metrics, TimeProvider clock, ILogger<AccountGrain> logger)
    : Grain, IAccountGrain
{
    /// <summary>As the response timeout of <see cref="IOrderBookGrain.Place"/>: later nobody waits for the order.</summary>
    private static readonly TimeSpan PlaceTimeout = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan SettleAgainAfter = TimeSpan.FromSeconds(1);

    private readonly Dictionary<string, SubmissionUnderWay> _underWay = new(StringComparer.Ordinal);
    private AccountJournal _journal = null!;
    private ReportFeed _feed = null!;
    private OrderHolds _holds = null!;

    private Account Account => _journal.Account;

    /// <inheritdoc/>
    public override async Task OnActivateAsync(CancellationToken cancellationToken)
    {
        var id = this.GetPrimaryKeyString();
        try
        {
            _journal = await AccountJournal.OpenAsync(id, journal, clock, cancellationToken);
            _feed = new(Account, catalogue, journal);
            _holds = new(Account);
            var symbols = await queries.ListSymbolsAsync(id, cancellationToken);
            // From the journal, not from the markets: they may be waiting for this very account.
            foreach (var symbol in symbols.Union(Account.Cursors.Keys)) await _feed.CatchUpAsync(symbol, cancellationToken);
        }
        catch (JournalException e)
        {
            throw new TradingUnavailableException("journal_unavailable", $"the journal of {id} cannot be read: {e.Message}");
        }
        this.RegisterGrainTimer(CheckpointAsync, options.Value.CheckpointEvery, options.Value.CheckpointEvery);
    }

    /// <inheritdoc/>
    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) =>
        CheckpointAsync(cancellationToken);

    /// <inheritdoc/>
    public async Task<SubmitResult> SubmitOrder(OrderRequest request)
    {
        if (request.ClientOrderId is not { } id) return await SubmitNewAsync(request);
        if (_underWay.TryGetValue(id, out var first))
            return Again(request, first.Request, await first.Result);
        var result = SubmitOnceAsync(request, id);
        _underWay.Add(id, new(request, result));
        try
        {
            return await result;
        }
        finally
        {
            _underWay.Remove(id);
        }
    }

    /// <inheritdoc/>
    public Task Open(OpenAccount request) => OpenAsync(request.Cash, new()
    {
        Leverage = request.Leverage,
        CheckBuyingPower = request.IsLimited,
        MaxOrderNotional = request.IsLimited ? new AccountLimits().MaxOrderNotional : decimal.MaxValue,
    });

    /// <inheritdoc/>
    public async Task<AccountView?> GetAccount()
    {
        if (!_journal.IsOpened) return null;
        await LearnMarksAsync();
        var value = Value();
        return new()
        {
            Account = Account.Id,
            Cash = Account.Cash,
            Equity = value.Equity,
            StartOfDayEquity = Account.StartOfDayEquity,
            BuyingPower = value.BuyingPower,
            RealizedPnl = Account.RealizedPnl,
            UnrealizedPnl = value.UnrealizedPnl,
            GrossExposure = value.GrossExposure,
            NetExposure = value.NetExposure,
            OpenOrders = Account.OpenOrders.Count,
            Breaker = breakers.Firm.ToString().ToLowerInvariant(),
        };
    }

    /// <inheritdoc/>
    public async Task<ImmutableArray<PositionView>?> GetPositions()
    {
        if (!_journal.IsOpened) return null;
        await LearnMarksAsync();
        return [.. Account.Positions.Select(ToView)];
    }

    /// <inheritdoc/>
    public Task<ImmutableArray<string>> ListOpenOrders(string symbol) => Task.FromResult(Account.OpenOrders
        .Where(o => o.Symbol == symbol).Select(o => OrderIds.Format(symbol, o.Number)).ToImmutableArray());

    /// <inheritdoc/>
    public async Task<long> Deliver(ReportBatch batch)
    {
        try
        {
            await _feed.ApplyAsync(batch.Symbol, batch.Reports);
            if (Account.CursorOf(batch.Symbol).Number < batch.LastNumber)
                await _feed.CatchUpAsync(batch.Symbol, CancellationToken.None);
        }
        catch (JournalException e)
        {
            throw new TradingUnavailableException("journal_unavailable", $"the journal cannot be read: {e.Message}");
        }
        return Account.CursorOf(batch.Symbol).Number;
    }

    private async Task<SubmitResult> SubmitOnceAsync(OrderRequest request, string clientOrderId)
    {
        var stored = await queries.FindByClientOrderIdAsync(Account.Id, clientOrderId, CancellationToken.None);
        return stored is null
            ? await SubmitNewAsync(request)
            : Again(request, stored.Request, new(SubmitOutcome.Existing, stored));
    }

    private static SubmitResult Again(OrderRequest request, OrderRequest before, SubmitResult result)
    {
        if (request with { AssetClass = null } != before with { AssetClass = null })
            return new(SubmitOutcome.Conflict, null, "client_order_id_reused",
                $"client_order_id '{request.ClientOrderId}' was used for an order with other content");
        return result.Order is null ? result : new(SubmitOutcome.Existing, result.Order);
    }

    private async Task<SubmitResult> SubmitNewAsync(OrderRequest request)
    {
        var order = OrderIntake.Read(Account.Id, request, catalogue, out var instrument, out var error);
        if (order is null) return error!;
        if (!_journal.IsOpened)
        {
            if (!options.Value.OpenOnFirstOrder)
                return new(SubmitOutcome.NotFound, null, "unknown_account", $"account '{Account.Id}' is not known");
            await OpenAsync(options.Value.OpeningCash, new() { Leverage = options.Value.Leverage });
        }
        var began = clock.GetTimestamp();
        SubmitResult? result = null;
        try
        {
            await LearnMarksAsync(instrument.Symbol);
            result = await CheckAndPlaceAsync(order, instrument);
            return result;
        }
        finally
        {
            metrics.Observe(order, instrument, result, clock.GetElapsedTime(began));
        }
    }

    private async Task<SubmitResult> CheckAndPlaceAsync(PlaceOrder order, Instrument instrument)
    {
        _holds.ReleaseFor(order.ClientOrderId);
        var held = new HeldOrder(instrument.Symbol, 0, order.Side, ReservePrice(order, instrument), order.Quantity);
        if (PreTradeChecks.Check(held, Account, instrument, breakers.Firm, Value) is { } refusal)
            return await DenyAsync(order, instrument, refusal);
        var hold = _holds.Take(held, order.ClientOrderId);
        var deadline = clock.GetMicroseconds() + (long)PlaceTimeout.TotalMicroseconds;
        try
        {
            var batch = await GrainFactory.GetOrderBook(instrument.Symbol).Place(order with
            {
                Deadline = deadline,
                Acknowledged = Account.CursorOf(instrument.Symbol).Number,
            });
            await _feed.ApplyAsync(batch.Symbol, batch.Reports);
            hold.Release();
            return Answer(order, instrument, batch.Reports);
        }
        catch (TradingUnavailableException e) when (e.IsOutcomeKnown)
        {
            hold.Release();
            throw;
        }
        catch (Exception e)
        {
            // It may still be taken until its deadline: what it holds stays held until the market tells.
            _ = SettleAsync(hold, instrument.Symbol);
            Log.OutcomeUnknown(logger, Account.Id, instrument.Symbol, e);
            if (e is TradingUnavailableException || !IsUnavailable(e)) throw;
            throw new TradingUnavailableException(
                "outcome_unknown", $"the market of {instrument.Symbol} did not answer: {e.Message}");
        }
    }

    /// <summary>Lets go of what an order holds whose outcome was not known, once its market has told everything.</summary>
    private async Task SettleAsync(OrderHold hold, string symbol)
    {
        await Task.Delay(PlaceTimeout, clock);
        while (!hold.IsReleased)
        {
            try
            {
                // Past the deadline the market takes the order no more; what it took before, it tells now.
                await CatchUpAsync(symbol);
                hold.Release();
            }
            catch (Exception e) when (IsUnavailable(e))
            {
                Log.OutcomeUnknown(logger, Account.Id, symbol, e);
                await Task.Delay(SettleAgainAfter, clock);
            }
        }
    }

    private static bool IsUnavailable(Exception e) =>
        e is TradingUnavailableException or TimeoutException or OrleansException or JournalException;

    private async Task CatchUpAsync(string symbol)
    {
        var last = await GrainFactory.GetOrderBook(symbol).LastReportOf(Account.Id);
        if (Account.CursorOf(symbol).Number < last) await _feed.CatchUpAsync(symbol, CancellationToken.None);
    }

    private static SubmitResult Answer(PlaceOrder order, Instrument instrument, ImmutableArray<ExecutionReport> reports)
    {
        var number = reports[0].Sequence;
        var state = OrderState.From(
            instrument.Symbol, order.Account, order.ClientOrderId, order.ToCommand(reports[0].Time) with { OrderId = number });
        foreach (var report in reports)
            if (report.OrderNumber == number)
                state.Apply(report);
        var view = state.ToView(instrument);
        return view.Status == OrderStatus.Rejected
            ? new(SubmitOutcome.Refused, view, view.RejectReason,
                $"the book of {instrument.Symbol} refused the order: {view.RejectReason}")
            : new(SubmitOutcome.Accepted, view);
    }

    private async Task<SubmitResult> DenyAsync(PlaceOrder order, Instrument instrument, Refusal refusal)
    {
        Log.OrderDenied(logger, Account.Id, instrument.Symbol, refusal.Code, refusal.Detail);
        var denied = await Guard(_journal.DenyAsync(order, instrument.Symbol, refusal));
        var view = OrderState.From(Account.Id, denied).ToView(instrument);
        return new(SubmitOutcome.Refused, view, refusal.Code, refusal.Detail);
    }

    private async Task OpenAsync(decimal cash, AccountLimits limits)
    {
        if (_journal.IsOpened) return;
        await Guard(_journal.OpenAccountAsync(cash, limits));
        Log.AccountOpened(logger, Account.Id, cash);
    }

    private async Task<T> Guard<T>(Task<T> append)
    {
        try
        {
            return await append;
        }
        catch (JournalException e)
        {
            Log.AccountFaulted(logger, Account.Id, e);
            DeactivateOnIdle();
            throw new TradingUnavailableException("journal_unavailable", $"the outcome is not known: {e.Message}");
        }
    }

    private async Task CheckpointAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _journal.CheckpointAsync(_feed.Applied, cancellationToken);
        }
        catch (JournalException e)
        {
            Log.CheckpointFailed(logger, Account.Id, e);
        }
    }

    /// <summary>Asks the markets that this silo has not heard of lately.</summary>
    private async Task LearnMarksAsync(string? also = null)
    {
        var symbols = Account.Positions.Where(p => p.Quantity != 0).Select(p => p.Symbol);
        if (also is not null) symbols = symbols.Append(also);
        foreach (var symbol in symbols.Where(s => !marks.IsFresh(s)).ToArray())
        {
            var mark = await GrainFactory.GetOrderBook(symbol).GetMark();
            if (!marks.IsFresh(symbol)) marks.Publish(symbol, new(mark.Bid, mark.Ask, mark.Last));
        }
    }

    private long ReservePrice(PlaceOrder order, Instrument instrument)
    {
        if (order.Type is OrderType.Limit or OrderType.StopLimit) return order.Price;
        var expected = marks[instrument.Symbol].Against(order.Side) ?? instrument.ReferencePrice;
        return (long)Math.Ceiling(expected / instrument.TickSize);
    }

    private Valuation Value() => Valuation.Of(Account, symbol => catalogue[symbol], symbol => marks[symbol]);

    private PositionView ToView(Position position)
    {
        var instrument = catalogue[position.Symbol];
        var mark = position.Quantity == 0 ? marks[position.Symbol].Last : marks[position.Symbol].For(position.Quantity);
        var valued = mark ?? position.AveragePrice;
        return new()
        {
            Symbol = position.Symbol,
            AssetClass = instrument.AssetClass,
            Quantity = position.Quantity,
            AveragePrice = Math.Round(position.AveragePrice, 10),
            Mark = mark,
            MarketValue = position.Quantity * valued * instrument.Multiplier,
            RealizedPnl = position.RealizedPnl,
            UnrealizedPnl = position.UnrealizedPnl(valued, instrument.Multiplier),
            Multiplier = instrument.Multiplier,
        };
    }

    private sealed record SubmissionUnderWay(OrderRequest Request, Task<SubmitResult> Result);
}
