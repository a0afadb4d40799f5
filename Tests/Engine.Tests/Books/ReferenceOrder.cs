using TradingOps.Engine.Books;

namespace TradingOps.Engine.Tests.Books;

/// <summary>An order of the reference book: everything in one object.</summary>
internal sealed class ReferenceOrder
{
    public long Id { get; set; }

    public int Account { get; init; }

    public Side Side { get; init; }

    public OrderType Type { get; set; }

    public TimeInForce TimeInForce { get; init; }

    public SelfTradePrevention Prevention { get; init; }

    public bool PostOnly { get; init; }

    public long Price { get; set; }

    public long StopPrice { get; set; }

    public long Displayed { get; set; }

    public long Hidden { get; set; }

    public long Peak { get; init; }

    public long ExpireAt { get; init; }

    public long Amount { get; set; }

    public bool ByAmount { get; init; }

    public long CashLimit { get; init; }

    public long TrailAmount { get; init; }

    public int TrailBasisPoints { get; init; }

    public long Sequence { get; set; }

    public long Filled { get; set; }

    /// <summary>Place in the queue of its price: lower is earlier.</summary>
    public long Position { get; set; }

    public OrderPlace Place { get; set; }

    public ReferenceOrder? Pair { get; set; }

    public ReferenceOrder? Entry { get; set; }

    public ReferenceOrder? TakeProfit { get; set; }

    public ReferenceOrder? StopLoss { get; set; }

    public long Remaining => Displayed + Hidden;

    public bool IsStop => Type >= OrderType.Stop;

    public ReferenceOrder Copy() => (ReferenceOrder)MemberwiseClone();

    public void Slice()
    {
        var open = Remaining;
        Displayed = Peak > 0 ? Math.Min(open, Peak) : open;
        Hidden = open - Displayed;
    }
}
