using System.Collections.Immutable;
using TradingOps.Engine.Actors;
using TradingOps.Grains.Audit;
using TradingOps.Grains.Books;
using TradingOps.Grains.Breakers;
using TradingOps.Grains.Feeds;
using TradingOps.Grains.Firm;
using TradingOps.Grains.Orders;
using TradingOps.Grains.Settlement;

namespace TradingOps.Grains.Accounts;

/// <summary>
/// The pre-trade gate and the positions of one account. <see cref="TradingUnavailableException"/> where an answer cannot be had
/// now.
/// </summary>
[Alias("tradingops.IAccountGrain")]
public interface IAccountGrain : IBreakerGrain
{
    /// <summary>Checks an order, reserves for it and sends it to its market. Answers when the outcome is durable.</summary>
    [Alias("SubmitOrder")]
    [ResponseTimeout(CallTimeouts.Account)]
    Task<SubmitResult> SubmitOrder(OrderRequest request, Actor actor);

    /// <summary>
    /// Does the same with many orders, 1 to <see cref="OrderRequest.MaxBatch"/>: they are checked in their order and reach each
    /// market in their order, and share their writes. Answers in their order; what could not be had now is
    /// <see cref="SubmitOutcome.Unavailable"/>.
    /// </summary>
    [Alias("SubmitOrders")]
    [ResponseTimeout(CallTimeouts.Account)]
    Task<ImmutableArray<SubmitResult>> SubmitOrders(ImmutableArray<OrderRequest> requests, Actor actor);

    /// <summary>
    /// Checks an order as <see cref="SubmitOrder"/> does, and says what it would do to margin and buying power; sends and stores
    /// nothing. Null if the account was never opened.
    /// </summary>
    [Alias("TryOrder")]
    [ResponseTimeout(CallTimeouts.Account)]
    Task<WhatIfResult?> TryOrder(OrderRequest request);

    /// <summary>
    /// Closes a position, or a part of it, by a market order. Answers as <see cref="SubmitOrder"/> does; an order that would
    /// close more than open orders leave of the position is refused.
    /// </summary>
    [Alias("ClosePosition")]
    [ResponseTimeout(CallTimeouts.Account)]
    Task<SubmitResult> ClosePosition(ClosePosition request, Actor actor);

    /// <summary>
    /// Cancels the open orders, or those in a symbol, and closes the positions by market orders that can only reduce them, in
    /// slices that the limits allow. To be repeated until nothing is left. Null if the account was never opened.
    /// </summary>
    [Alias("Flatten")]
    [ResponseTimeout(CallTimeouts.Account)]
    Task<FlattenResult?> Flatten(string? symbol, Actor actor);

    /// <summary>
    /// Changes an open order of the account, checked where it asks for more than before: accepted with the order, or invalid, not
    /// found, a conflict <c>not_open</c>, or refused, with the order as it stands.
    /// </summary>
    [Alias("AmendOrder")]
    [ResponseTimeout(CallTimeouts.Account)]
    Task<SubmitResult> AmendOrder(string orderId, OrderAmendment amendment, Actor actor);

    /// <summary>
    /// Cancels every open order, or every one in a symbol. Answers those that were canceled; null if the account was never
    /// opened.
    /// </summary>
    [Alias("CancelOrders")]
    [ResponseTimeout(CallTimeouts.Account)]
    Task<ImmutableArray<OrderView>?> CancelOrders(string? symbol, Actor actor);

    /// <summary>Opens the account unless it is open.</summary>
    [Alias("Open")]
    Task Open(OpenAccount request, Actor actor);

    /// <summary>
    /// Opens the account, or changes it; answers its figures when that is durable. A refusal, with nothing changed, where cash is
    /// to be moved out that is not free, or where positions do not go with the margin model.
    /// </summary>
    [Alias("ChangeAccount")]
    Task<ChangeResult> Change(ChangeAccount request, Actor actor);

    /// <summary>How the account is set, or null if it was never opened.</summary>
    [Alias("GetSettings")]
    Task<AccountSettings?> GetSettings();

    /// <summary>Moves cash in (positive) or out, once a reference.</summary>
    [Alias("MoveCash")]
    Task<CashMove> MoveCash(decimal amount, string reference, Actor actor);

    /// <summary>Says how many shares of a stock are located to be borrowed; false if the account was never opened.</summary>
    [Alias("Locate")]
    Task<bool> Locate(string symbol, decimal quantity, string reason, Actor actor);

    /// <summary>
    /// Statements of its days, newest first, from the one before a sequence on; null if the account was never opened. The first
    /// of all is the day that is not over.
    /// </summary>
    [Alias("ListStatements")]
    [ResponseTimeout(CallTimeouts.Account)]
    Task<ImmutableArray<DayStatement>?> ListStatements(long? before, int limit);

    /// <summary>Restarts the trading day with the current equity; null if the account was never opened.</summary>
    [Alias("StartDay")]
    Task<AccountView?> StartDay(string reason, Actor actor);

    /// <summary>Exercises options, or says what becomes of them at their expiry; null if the account was never opened.</summary>
    [Alias("Exercise")]
    [ResponseTimeout(CallTimeouts.Account)]
    Task<ExerciseAnswer?> Exercise(ExerciseRequest request, Actor actor);

    /// <summary>The account's figures, or null if it was never opened.</summary>
    [Alias("GetAccount")]
    Task<AccountView?> GetAccount();

    /// <summary>The positions, flat ones too, or null if the account was never opened.</summary>
    [Alias("GetPositions")]
    Task<ImmutableArray<PositionView>?> GetPositions();

    /// <summary>
    /// How the account stands and which orders were refused to it since a cursor, a page at a time; waits a little where nothing
    /// changed. Null asks how it stands now.
    /// </summary>
    [Alias("ReadFeed")]
    [ResponseTimeout(CallTimeouts.Account)]
    Task<AccountFeedPage> ReadFeed(AccountCursor? after);

    /// <summary>What the account states to the audit, or null if it was never opened.</summary>
    [Alias("GetStatement")]
    Task<AccountStatement?> GetStatement();

    /// <summary>What the account reports to the firm, or null if it was never opened.</summary>
    [Alias("GetReport")]
    Task<AccountReport?> GetReport();

    /// <summary>Ids of the open orders in a symbol.</summary>
    [Alias("ListOpenOrders")]
    Task<ImmutableArray<string>> ListOpenOrders(string symbol);

    /// <summary>
    /// Cancels what the breakers of account and firm want canceled. Answers how many orders that were: 0 when nothing is left.
    /// Called by the firm's breaker only.
    /// </summary>
    [Alias("CancelForBreakers")]
    [ResponseTimeout(CallTimeouts.Market)]
    Task<int> CancelForBreakers();

    /// <summary>
    /// Takes the reports of a market, fetching what is missing. Answers the number of the last one applied, which acknowledges
    /// it. Called by markets only.
    /// </summary>
    [Alias("Deliver")]
    [ResponseTimeout(CallTimeouts.Market)]
    Task<long> Deliver(ReportBatch batch);
}
