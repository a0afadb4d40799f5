using TradingOps.Engine.Books;

namespace TradingOps.Engine.Tests.Books;

// Positions, and the orders that only reduce them.
internal sealed partial class ReferenceBook
{
    private void Move(int account, long lots)
    {
        if (_positions.ContainsKey(account)) _positions[account] += lots;
    }

    /// <summary>Oldest first, reduce-only orders may have what is left of the position; a pair has it once.</summary>
    private void Trim(int account)
    {
        if (!_positions.TryGetValue(account, out var position)) return;
        var left = Math.Abs(position);
        var allowed = new Dictionary<ReferenceOrder, long>();
        var orders = _orders.Where(order => order.ReduceOnly && order.Account == account)
            .OrderBy(order => order.Sequence).ToList();
        foreach (var order in orders)
        {
            if (order.Side == Side.Buy ? position >= 0 : position <= 0) allowed[order] = 0;
            else if (order.Pair is { } pair && allowed.TryGetValue(pair, out var same)) allowed[order] = same;
            else left -= allowed[order] = Math.Min(Asked(order), left);
        }
        foreach (var order in orders)
        {
            if (!_orders.Contains(order) || order.Place == OrderPlace.Held || order.Remaining <= allowed[order]) continue;
            if (allowed[order] > 0) TakeOff(order, order.Remaining - allowed[order], BookReason.ReduceOnly);
            else End(order, BookEventKind.Canceled, BookReason.ReduceOnly);
        }
    }

    private static long Asked(ReferenceOrder order) =>
        order.Pair is { ReduceOnly: true } pair ? Math.Max(order.Remaining, pair.Remaining) : order.Remaining;
}
