namespace TradingOps.Engine.Books;

// Icebergs: the slice that is shown, and how many are still to be.
public sealed partial class OrderBook
{
    /// <summary>
    /// Peaks that the icebergs of the book have not shown yet. They count against the limit of open orders, because one command
    /// that takes them all causes as many trades.
    /// </summary>
    private long _hiddenPeaks;

    private bool HasRoomFor(in BookCommand command, int orders)
    {
        var peak = command.SpecInPlace.DisplayQuantity;
        return HasRoomFor(orders, peak == 0 ? 0 : PeaksIn(command.SpecInPlace.Quantity - peak, peak));
    }

    private bool HasRoomFor(int orders, long peaks) =>
        _orders.Count + _hiddenPeaks + orders + peaks <= _limits.MaxOpenOrders
        && (peaks == 0 || _hiddenPeaks + peaks <= _limits.MaxHiddenPeaks);

    /// <summary>Splits what is open of an iceberg into a shown slice and the rest.</summary>
    private void Slice(ref BookOrder order)
    {
        var open = order.Remaining;
        var displayed = Math.Min(open, _orders.TermsOf(order).DisplayQuantity);
        Hide(ref order, open - displayed);
        order.Displayed = displayed;
    }

    /// <summary>Changes what an iceberg hides.</summary>
    private void Hide(ref BookOrder order, long hidden)
    {
        _hiddenPeaks -= HiddenPeaks(order);
        order.Hidden = hidden;
        _hiddenPeaks += HiddenPeaks(order);
    }

    private long HiddenPeaks(in BookOrder order) =>
        order.Hidden == 0 ? 0 : PeaksIn(order.Hidden, _orders.TermsOf(order).DisplayQuantity);

    private static long PeaksIn(long hidden, long peak) => (hidden + peak - 1) / peak;
}
