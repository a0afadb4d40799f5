namespace TradingOps.Engine.Books;

/// <summary>
/// One input of an <see cref="OrderBook"/>. Everything that decides the outcome is in here: time and ids come in, nothing is
/// read from a clock or drawn at random.
/// </summary>
public readonly record struct BookCommand
{
    /// <summary>What is asked.</summary>
    public BookCommandKind Kind { get; init; }

    /// <summary>The order concerned; 0 or more, unique among the live orders of a book.</summary>
    public long OrderId { get; init; }

    /// <summary>
    /// The owner, as the small number that the book's caller gave the account; 0 or more. Cancel, Reduce and Replace find an
    /// order only under its owner, or under <see cref="OrderBook.AnyAccount"/> for the desk itself.
    /// </summary>
    public int Account { get; init; }

    /// <summary>Buy or sell (<see cref="BookCommandKind.New"/>).</summary>
    public Side Side { get; init; }

    /// <summary>Market, limit, ... (<see cref="BookCommandKind.New"/>).</summary>
    public OrderType Type { get; init; }

    /// <summary>Day, GTC, ... (<see cref="BookCommandKind.New"/>).</summary>
    public TimeInForce TimeInForce { get; init; }

    /// <summary>What to do instead of trading with oneself (<see cref="BookCommandKind.New"/>).</summary>
    public SelfTradePrevention SelfTradePrevention { get; init; }

    /// <summary>Refuse to take: the order is canceled if it would trade on entry.</summary>
    public bool PostOnly { get; init; }

    /// <summary>
    /// Limit price in whole ticks; may be negative for spreads. Of a market order the worst price that it may trade at, 0 for
    /// any. For Replace, the new price; for the session <see cref="SessionState.Settled"/>, the settlement price in parts of a
    /// tick.
    /// </summary>
    public long Price { get; init; }

    /// <summary>Stop price in whole ticks.</summary>
    public long StopPrice { get; init; }

    /// <summary>Whole quantity in lots; for Reduce, the lots to take off; for Replace, the new open quantity.</summary>
    public long Quantity { get; init; }

    /// <summary>Lots shown at a time (iceberg); 0 shows all.</summary>
    public long DisplayQuantity { get; init; }

    /// <summary>
    /// Cash that a market buy may spend, in ticks x lots, in place of a quantity (<see cref="Quantity"/> is then 0); 0 for none.
    /// </summary>
    public long Amount { get; init; }

    /// <summary>
    /// For a fill-or-kill order, ticks x lots: the most that a buy may cost, the least that a sell must yield, in total; 0
    /// for none.
    /// </summary>
    public long CashLimit { get; init; }

    /// <summary>How far a trailing stop stays behind the last trade, in ticks; 0 when it trails by percentage.</summary>
    public long TrailAmount { get; init; }

    /// <summary>
    /// How far a trailing stop stays behind the last trade, in hundredths of a percent (1 to 9,999); 0 for ticks.
    /// </summary>
    public int TrailBasisPoints { get; init; }

    /// <summary>For Replace: the id of the order from now on; 0 keeps the id.</summary>
    public long NewOrderId { get; init; }

    /// <summary>
    /// One cancels the other: a live order of the same account that this new order is paired with; 0 for none. What one of the
    /// pair trades is taken off the other, and when one is gone the other is canceled.
    /// </summary>
    public long LinkedOrderId { get; init; }

    /// <summary>
    /// Bracket: the id of the limit order that takes the profit once this limit or market order is done; 0 for none.
    /// </summary>
    public long TakeProfitId { get; init; }

    /// <summary>Bracket: limit price of <see cref="TakeProfitId"/>, in ticks.</summary>
    public long TakeProfitPrice { get; init; }

    /// <summary>Bracket: the id of the stop order that limits the loss once this order is done; 0 for none.</summary>
    public long StopLossId { get; init; }

    /// <summary>Bracket: stop price of <see cref="StopLossId"/>, in ticks.</summary>
    public long StopLossPrice { get; init; }

    /// <summary>For SetSession: the new state.</summary>
    public SessionState Session { get; init; }

    /// <summary>For SetBand: lowest price that may trade, in ticks; the reference is in <see cref="Price"/>.</summary>
    public long BandLow { get; init; }

    /// <summary>For SetBand: highest price that may trade, in ticks.</summary>
    public long BandHigh { get; init; }

    /// <summary>When a GTD order expires, in microseconds since the Unix epoch.</summary>
    public long ExpireAt { get; init; }

    /// <summary>When the command was received, in microseconds since the Unix epoch; never decreases within a book.</summary>
    public long Time { get; init; }

    /// <summary>The order that takes the profit of a bracket; it gets its quantity when the entry is done.</summary>
    public BookCommand ToTakeProfit() => ToExit(TakeProfitId) with { Type = OrderType.Limit, Price = TakeProfitPrice };

    /// <summary>The order that limits the loss of a bracket; it gets its quantity when the entry is done.</summary>
    public BookCommand ToStopLoss() => ToExit(StopLossId) with { Type = OrderType.Stop, StopPrice = StopLossPrice };

    private BookCommand ToExit(long id) => new()
    {
        Kind = BookCommandKind.New,
        OrderId = id,
        Account = Account,
        Side = Side == Side.Buy ? Side.Sell : Side.Buy,
        TimeInForce = TimeInForce == TimeInForce.Day ? TimeInForce.Day : TimeInForce.Gtc,
        SelfTradePrevention = SelfTradePrevention,
        Time = Time,
    };
}
