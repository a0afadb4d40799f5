using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Serialization;

namespace TradingOps.Engine.Books;

/// <summary>
/// One input of an <see cref="OrderBook"/>. Everything that decides the outcome is in here: time and ids come in, nothing is
/// read from a clock or drawn at random.
/// </summary>
public readonly record struct BookCommand
{
    private readonly OrderSpec _spec;

    /// <summary>What is asked.</summary>
    public BookCommandKind Kind { get; init; }

    /// <summary>For Cancel: the breaker that stops the order; <see cref="BookReason.None"/> if its owner asked for it.</summary>
    [JsonIgnore]
    public BookReason Reason { get; init; }

    /// <summary>The order concerned; 0 or more, unique among the live orders of a book.</summary>
    public long OrderId { get; init; }

    /// <summary>
    /// The owner, as the small number that the book's caller gave the account; 0 or more. Cancel, Reduce and Replace find an
    /// order only under its owner, or under <see cref="OrderBook.AnyAccount"/> for the desk itself.
    /// </summary>
    public int Account { get; init; }

    /// <summary>For BustTrade: the other account of the trade.</summary>
    [JsonIgnore]
    public int CounterAccount { get; init; }

    /// <summary>
    /// For New and Replace: the owner of the account, as a number above <see cref="int.MaxValue"/> that is the same for all of
    /// the owner's accounts; <see cref="OrderBook.NoOwner"/> if none is known from now on; 0 leaves it as it was.
    /// </summary>
    [JsonIgnore]
    public long Owner { get; init; }

    /// <summary>
    /// What the order asks for (<see cref="BookCommandKind.New"/>); for the other kinds their prices and quantities.
    /// </summary>
    public OrderSpec Spec
    {
        get => _spec;
        init => _spec = value;
    }

    /// <summary><see cref="Spec"/> where it stands: reading one of its fields through this copies nothing else.</summary>
    [UnscopedRef]
    internal ref readonly OrderSpec SpecInPlace => ref _spec;

    /// <summary>For Replace: the id of the order from now on; 0 keeps the id.</summary>
    public long NewOrderId { get; init; }

    /// <summary>
    /// One cancels the other: a live order of the same account that this new order is paired with; 0 for none. What one of the
    /// pair trades is taken off the other, and when one is gone the other is canceled.
    /// </summary>
    public long LinkedOrderId { get; init; }

    /// <summary>
    /// The id of the limit order that takes the profit of this limit or market order; 0 for none. Its price is
    /// <see cref="OrderSpec.TakeProfitPrice"/>.
    /// </summary>
    public long TakeProfitId { get; init; }

    /// <summary>
    /// The id of the stop order that limits the loss; 0 for none. Its price is <see cref="OrderSpec.StopLossPrice"/>. Of an order
    /// of class <see cref="OrderClass.Oco"/> it is the other order of the pair.
    /// </summary>
    public long StopLossId { get; init; }

    /// <summary>
    /// For a reduce-only order: the signed lots that its account holds. The book follows the position from then on, for as long
    /// as the account has reduce-only orders. Other kinds say what it is to them; for the session
    /// <see cref="SessionState.Settled"/>, and a correction, 1 if contracts are exercised without being asked, for the session
    /// <see cref="SessionState.Closed"/> the number of the trading day that ended.
    /// </summary>
    public long Position { get; init; }

    /// <summary>For SetSession: the new state.</summary>
    public SessionState Session { get; init; }

    /// <summary>For SetBand: lowest price that may trade, in ticks; the reference is in <see cref="OrderSpec.Price"/>.</summary>
    public long BandLow { get; init; }

    /// <summary>For SetBand: highest price that may trade, in ticks.</summary>
    public long BandHigh { get; init; }

    /// <summary>When the command was received, in microseconds since the Unix epoch; never decreases within a book.</summary>
    public long Time { get; init; }

    /// <summary>The order that takes the profit; it gets the quantity that its entry trades.</summary>
    public BookCommand ToTakeProfit() => ToExit(TakeProfitId, OrderType.Limit, Spec.TakeProfitPrice, stop: 0);

    /// <summary>The order that limits the loss; it gets the quantity that its entry trades.</summary>
    public BookCommand ToStopLoss() => Spec.StopLossLimit != 0
        ? ToExit(StopLossId, OrderType.StopLimit, Spec.StopLossLimit, Spec.StopLossPrice)
        : ToExit(StopLossId, OrderType.Stop, Spec.StopLossWorst, Spec.StopLossPrice);

    private BookCommand ToExit(long id, OrderType type, long price, long stop) => new()
    {
        Kind = BookCommandKind.New,
        OrderId = id,
        Account = Account,
        Spec = new()
        {
            Instructions = new(
                Spec.Instructions.ExitSide, type, Spec.TimeInForce == TimeInForce.Day ? TimeInForce.Day : TimeInForce.Gtc,
                Spec.Instructions.SelfTradePrevention)
            {
                ReduceOnly = Spec.Instructions is { Class: OrderClass.Oco, ReduceOnly: true },
                RestsAtWorst = type == OrderType.Stop && Spec.Instructions.RestsAtWorst,
            },
            Price = price,
            StopPrice = stop,
        },
        Time = Time,
    };
}
