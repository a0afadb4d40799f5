using TradingOps.Engine.Books;

namespace TradingOps.Engine.Tests.Books;

/// <summary>An order of the reference book: everything in one object.</summary>
internal sealed class ReferenceOrder
{
    public long Id { get; set; }

    public int Account { get; init; }

    public Side Side => Instructions.Side;

    public OrderType Type { get; set; }

    public TimeInForce TimeInForce => Instructions.TimeInForce;

    public SelfTradePrevention Prevention => Instructions.SelfTradePrevention;

    public OrderInstructions Instructions { get; init; }

    public bool PostOnly => Instructions.PostOnly;

    public bool ReduceOnly => Instructions.ReduceOnly;

    public bool IsHidden => Instructions.Hidden;

    public TriggerPrice Trigger => Instructions.Trigger;

    public long MinQuantity { get; set; }

    public long Price { get; set; }

    public long StopPrice { get; set; }

    public long Displayed { get; set; }

    public long Hidden { get; set; }

    public long Peak { get; init; }

    public long ExpireAt { get; init; }

    public long Amount { get; set; }

    public bool ByAmount { get; init; }

    public long CashLimit { get; init; }

    public long TrailAmount { get; set; }

    public int TrailBasisPoints { get; set; }

    public long Sequence { get; set; }

    public long Filled { get; set; }

    public long Given { get; set; }

    /// <summary>Place in the queue of its price: lower is earlier.</summary>
    public long Position { get; set; }

    public OrderPlace Place { get; set; }

    public ReferenceOrder? Pair { get; set; }

    public ReferenceOrder? Entry { get; set; }

    public ReferenceOrder? TakeProfit { get; set; }

    public ReferenceOrder? StopLoss { get; set; }

    public long Remaining => Displayed + Hidden;

    public bool IsStop => Type >= OrderType.Stop;

    public bool IsForClose => TimeInForce == TimeInForce.Cls;

    public bool WaitsForPrice => Place == OrderPlace.Waiting && !IsForClose;

    /// <summary>It waits for a rise: a stop to buy, an order to sell at a better price.</summary>
    public bool Rises => IsForClose ? Side == Side.Sell : Side == Side.Buy
        ? Type is OrderType.Stop or OrderType.StopLimit or OrderType.TrailingStop
        : Type is OrderType.MarketIfTouched or OrderType.LimitIfTouched;

    public ReferenceOrder Copy() => (ReferenceOrder)MemberwiseClone();

    public void Slice()
    {
        var open = Remaining;
        Displayed = Peak > 0 ? Math.Min(open, Peak) : open;
        Hidden = open - Displayed;
    }
}
