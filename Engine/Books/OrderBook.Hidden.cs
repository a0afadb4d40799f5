namespace TradingOps.Engine.Books;

// Hidden orders: at their price they come behind all that is shown, and no view of the book has them.
public sealed partial class OrderBook
{
    /// <summary>By level: the first hidden order, with all the others behind it, and how many they are.</summary>
    private readonly Dictionary<(Side Side, int Level), (int First, int Count)> _hidden = [];

    /// <summary>The best price with something to show, or null.</summary>
    private static long? BestShown(PriceLadder ladder)
    {
        var level = ladder.Best;
        while (level >= 0 && ladder[level].Quantity == 0) level = ladder.Next(level);
        return level < 0 ? null : ladder.PriceOf(level);
    }

    /// <summary>Links an order at the back of what is shown at its price.</summary>
    private void LinkShown(PriceLadder ladder, int levelSlot, int slot)
    {
        Link(ladder, levelSlot, slot);
        if (_hidden.Count == 0 || !_hidden.TryGetValue((_orders[slot].Side, levelSlot), out var hidden)) return;
        ref var level = ref ladder[levelSlot];
        ref var order = ref _orders[slot];
        ref var first = ref _orders[hidden.First];
        level.Tail = order.Previous;
        _orders[level.Tail].Next = -1;
        order.Previous = first.Previous;
        order.Next = hidden.First;
        if (order.Previous >= 0) _orders[order.Previous].Next = slot;
        else level.Head = slot;
        first.Previous = slot;
    }

    /// <summary>Links a hidden order at the back of its price.</summary>
    private void LinkHidden(PriceLadder ladder, int levelSlot, int slot)
    {
        Link(ladder, levelSlot, slot);
        ref var order = ref _orders[slot];
        MoveToHidden(ref ladder[levelSlot], order.Displayed);
        var key = (order.Side, levelSlot);
        _hidden[key] = _hidden.TryGetValue(key, out var hidden) ? (hidden.First, hidden.Count + 1) : (slot, 1);
    }

    /// <summary>Before a hidden order is unlinked.</summary>
    private void ForgetHidden(PriceLadder ladder, int slot)
    {
        ref var order = ref _orders[slot];
        MoveToHidden(ref ladder[order.Level], -order.Displayed);
        var key = (order.Side, order.Level);
        var (first, count) = _hidden[key];
        if (count == 1) _hidden.Remove(key);
        else _hidden[key] = (first == slot ? order.Next : first, count - 1);
    }

    /// <summary>Moves lots of a level from those that it shows to the hidden ones; negative lots back.</summary>
    private static void MoveToHidden(ref PriceLevel level, long lots)
    {
        level.Quantity -= lots;
        level.Hidden += lots;
    }
}
