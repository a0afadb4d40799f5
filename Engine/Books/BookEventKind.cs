namespace TradingOps.Engine.Books;

/// <summary>What happened to an order or to the book.</summary>
public enum BookEventKind : byte
{
    /// <summary>A new order passed validation and takes part. Always the first event of an accepted order.</summary>
    Accepted = 1,

    /// <summary>The command was refused for <see cref="BookEvent.Reason"/>; nothing changed. Always the only event.</summary>
    Rejected = 2,

    /// <summary>
    /// The order (taker) traded <see cref="BookEvent.Quantity"/> at <see cref="BookEvent.Price"/> with the counter order
    /// (maker).
    /// </summary>
    Traded = 3,

    /// <summary>The open quantity of an order left the book for <see cref="BookEvent.Reason"/>.</summary>
    Canceled = 4,

    /// <summary>The open quantity of an order left the book because its time ended.</summary>
    Expired = 5,

    /// <summary>Some open quantity was taken off; priority is kept.</summary>
    Reduced = 6,

    /// <summary>
    /// Price or quantity changed on request; whether priority was kept is in <see cref="BookEvent.KeptPriority"/>.
    /// </summary>
    Replaced = 7,

    /// <summary>A stop order was elected and now takes part as a market or limit order.</summary>
    Triggered = 8,

    /// <summary>What is left of an order joined the back of its price level.</summary>
    Rested = 9,

    /// <summary>An iceberg showed its next peak at the back of its price level.</summary>
    Refreshed = 10,

    /// <summary>A stop order waits for its stop price, which is in <see cref="BookEvent.Price"/>.</summary>
    Waiting = 11,

    /// <summary>A trailing stop followed the last trade; <see cref="BookEvent.Price"/> is its new stop price.</summary>
    Trailed = 12,

    /// <summary>An exit is known and has no lots yet; the counter order is its entry, or the other order of its pair.</summary>
    Held = 13,

    /// <summary>
    /// An exit got <see cref="BookEvent.Quantity"/> more lots, because its entry traded; the second order of a pair gets its lots
    /// at once.
    /// </summary>
    Activated = 14,

    /// <summary>A market buy by cash amount is done: what is left of it buys nothing more.</summary>
    AmountSpent = 15,

    /// <summary>
    /// An order was repriced to the edge of the price band, which now carries a quote of <see cref="BookEvent.Side"/>.
    /// </summary>
    LimitStateEntered = 16,

    /// <summary>No quote stands at the edge any more, or the band was moved, or nothing trades any more.</summary>
    LimitStateLeft = 17,

    /// <summary>
    /// The session is in another state, given as a number in <see cref="BookEvent.Quantity"/>; <see cref="BookEvent.Price"/>
    /// is the price of the uncross that follows, 0 without one.
    /// </summary>
    SessionChanged = 18,

    /// <summary>
    /// The expired instrument was settled: what <see cref="BookEvent.Account"/> held, if anything, is closed at
    /// <see cref="BookEvent.Price"/>, in parts of a tick (<see cref="Instruments.Instrument.SettlementParts"/>), but for
    /// <see cref="BookEvent.Quantity"/> lots, which are exercised, or assigned where it was short.
    /// </summary>
    Settled = 19,

    /// <summary>
    /// An order that would have traded outside the price band has the limit <see cref="BookEvent.Price"/>, the edge of the
    /// band, from now on.
    /// </summary>
    Repriced = 20,

    /// <summary>
    /// <see cref="BookEvent.Quantity"/> lots of <see cref="BookEvent.Account"/> were exercised before expiry: its own (buy), or
    /// it was assigned (sell).
    /// </summary>
    Exercised = 21,

    /// <summary>What the settlement did to <see cref="BookEvent.Account"/> is undone.</summary>
    SettlementReversed = 22,

    /// <summary>
    /// What <see cref="BookEvent.Account"/> holds of a future was paid to the settlement <see cref="BookEvent.Price"/> of the
    /// day, in parts of a tick.
    /// </summary>
    VariationPaid = 23,

    /// <summary>
    /// Report number <see cref="BookEvent.OrderId"/> of an option has delivered <see cref="BookEvent.Quantity"/> lots to
    /// <see cref="BookEvent.Account"/>, or taken them where negative.
    /// </summary>
    Delivered = 24,

    /// <summary>
    /// A trade is undone for both of its accounts, as it stood: with the fields of <see cref="Traded"/>, but for the orders, and
    /// the time of the trade in <see cref="BookEvent.Remaining"/> and <see cref="BookEvent.CounterRemaining"/>.
    /// </summary>
    Busted = 25,

    /// <summary>A trade that was undone is made again at another price; the fields are those of <see cref="Busted"/>.</summary>
    Corrected = 26,
}
