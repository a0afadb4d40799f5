using System.Collections.Immutable;
using Orleans.Concurrency;
using TradingOps.Engine.Actors;
using TradingOps.Engine.Books;
using TradingOps.Engine.Settlement;
using TradingOps.Grains.Breakers;
using TradingOps.Grains.Feeds;
using TradingOps.Grains.MarketData;
using TradingOps.Grains.Orders;
using TradingOps.Grains.Settlement;
using TradingOps.Grains.Trades;

namespace TradingOps.Grains.Books;

/// <summary>
/// The market of one symbol of the catalogue. Answers only what is durable; <see cref="TradingUnavailableException"/> where that
/// cannot be had now.
/// </summary>
[Alias("tradingops.IOrderBookGrain")]
public interface IOrderBookGrain : IBreakerGrain
{
    /// <summary>
    /// Enters orders that their account has checked, one after another with nothing in between, so that their numbers follow
    /// each other. Called by accounts only.
    /// </summary>
    [Alias("Place")]
    [ResponseTimeout(CallTimeouts.Market)]
    Task<ReportBatch> Place(PlaceOrders orders);

    /// <summary>Cancels an open order: accepted with the order, or not found, or a conflict <c>not_open</c>.</summary>
    [Alias("Cancel")]
    [ResponseTimeout(CallTimeouts.Market)]
    Task<SubmitResult> Cancel(string orderId, Actor actor);

    /// <summary>
    /// Cancels what is open of these orders, up to a thousand with one write. Answers those of them that are canceled now, as
    /// they stand.
    /// </summary>
    /// <param name="numbers">Their numbers.</param>
    /// <param name="actor">Who cancels them.</param>
    /// <param name="reason">The breaker that stops them; none if their owner asked for it.</param>
    [Alias("CancelOrders")]
    [ResponseTimeout(CallTimeouts.Market)]
    Task<ImmutableArray<OrderView>> CancelOrders(ImmutableArray<long> numbers, Actor actor, BookReason reason);

    /// <summary>
    /// Changes prices or open quantity of an open order. A smaller quantity at the same price keeps priority, anything else loses
    /// it. Called by accounts, which check it first, and by the simulation.
    /// </summary>
    [Alias("Replace")]
    [ResponseTimeout(CallTimeouts.Market)]
    Task<SubmitResult> Replace(ReplaceOrder replacement);

    /// <summary>The best <paramref name="depth"/> levels a side, 1 to 1000; null if there is no such instrument.</summary>
    [Alias("GetBook")]
    Task<BookView?> GetBook(int depth);

    /// <summary>Best bid, best ask and last trade.</summary>
    [Alias("GetMark")]
    Task<MarkView> GetMark();

    /// <summary>
    /// Number of the last report for an account, once all that came before this call is durable; 0 for none.
    /// </summary>
    [Alias("LastReportOf")]
    [ResponseTimeout(CallTimeouts.Market)]
    Task<long> LastReportOf(string account);

    /// <summary>Number of the last report that an account has acknowledged; 0 for none.</summary>
    [Alias("AcknowledgedBy")]
    Task<long> AcknowledgedBy(string account);

    /// <summary>
    /// Sequence of the last durable record; 0 for none, or if there is no such instrument. Waits a little while it is still
    /// <paramref name="past"/>.
    /// </summary>
    [Alias("GetSequence")]
    [ResponseTimeout(CallTimeouts.Account)]
    Task<long> GetSequence(long? past);

    /// <summary>
    /// What happened after a sequence, a page at a time; waits a little where there is nothing yet and then answers an empty
    /// page. Null for the sequence asks where the market stands. Null if there is no such instrument.
    /// </summary>
    [Alias("ReadFeed")]
    [ResponseTimeout(CallTimeouts.Account)]
    Task<MarketFeedPage?> ReadFeed(long? after);

    /// <summary>
    /// Positions are valued at the prices of a feed from now on; at the market's own without one. Called by the
    /// symbol's market data only.
    /// </summary>
    [Alias("TakePrice")]
    [OneWay]
    Task TakePrice(FeedPrice? price);

    /// <summary>Someone is shown a value at this market's prices, such as a position.</summary>
    [Alias("NoteViewer")]
    [OneWay]
    Task NoteViewer();

    /// <summary>
    /// Whether within a time anyone but the simulation has read this market or traded in it, or has an open order in it. Called
    /// by the simulation only.
    /// </summary>
    [Alias("IsFollowed")]
    Task<bool> IsFollowed(TimeSpan within);

    /// <summary>
    /// Whether there was never an order, so that ticks and lots may become others: until they are, a minute at most, none is
    /// taken. Called by the catalogue only.
    /// </summary>
    [Alias("TryFreeze")]
    Task<bool> TryFreeze();

    /// <summary>
    /// Sets the time of a market back to the clock, after a wrong clock had moved it ahead, and records who decided it and why.
    /// Null if there is no such instrument.
    /// </summary>
    [Alias("SetClockBack")]
    [ResponseTimeout(CallTimeouts.Market)]
    Task<ClockAnswer?> SetClockBack(string reason, Actor actor);

    /// <summary>
    /// Takes an official price, which two people have to enter before an expired contract is settled by it. Null if there is no
    /// such instrument.
    /// </summary>
    [Alias("EnterPrice")]
    [ResponseTimeout(CallTimeouts.Market)]
    Task<PriceAnswer?> EnterPrice(NewOfficialPrice price, Actor actor);

    /// <summary>The official prices, newest first; null if there is no such instrument.</summary>
    [Alias("ListPrices")]
    Task<ImmutableArray<OfficialPriceView>?> ListPrices();

    /// <summary>The official price of a day; null if none was entered.</summary>
    [Alias("FindPrice")]
    Task<OfficialPriceView?> FindPrice(DateOnly day, OfficialPriceKind kind);

    /// <summary>Settles an expired contract, or corrects its settlement, if its official price says so.</summary>
    [Alias("Settle")]
    [ResponseTimeout(CallTimeouts.Market)]
    Task Settle();

    /// <summary>What an account has exercised under a reference; null for nothing.</summary>
    [Alias("FindExercise")]
    [ResponseTimeout(CallTimeouts.Market)]
    Task<ExerciseAnswer?> FindExercise(string account, string reference);

    /// <summary>Exercises options of an account, or notes what it wants at their expiry. Called by accounts only.</summary>
    [Alias("Exercise")]
    [ResponseTimeout(CallTimeouts.Market)]
    Task<ExerciseAnswer> Exercise(ExerciseOrder order);

    /// <summary>
    /// Gives shares that exercises of options moved their place among the fills, each once. Called by accounts only.
    /// </summary>
    [Alias("TakeDelivery")]
    [ResponseTimeout(CallTimeouts.Market)]
    Task TakeDelivery(string account, ImmutableArray<DeliveryNotice> notices);

    /// <summary>
    /// Busts or corrects a trade once two people asked for the same; null if the symbol is unknown. Both accounts apply it as
    /// they do a fill.
    /// </summary>
    [Alias("Bust")]
    [ResponseTimeout(CallTimeouts.Market)]
    Task<BustAnswer?> Bust(BustRequest request, Actor actor);

    /// <summary>The state in one number, to be compared with a replay of the journal.</summary>
    [Alias("ComputeHash")]
    Task<BookHash> ComputeHash();

    /// <summary>
    /// Makes sure that the market is awake, that its session is where hours and instrument want it, and delivers what accounts
    /// have not acknowledged.
    /// </summary>
    [Alias("Wake")]
    Task Wake();
}
