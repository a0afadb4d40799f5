using TradingOps.Engine.Books;
using TradingOps.Engine.Markets;

namespace TradingOps.Engine.Accounts;

/// <summary>The orders of an account that may still trade, and what they hold together with those under way.</summary>
/// <param name="account">The account's id.</param>
/// <param name="changed">Called with the symbol whenever what its orders hold has changed.</param>
internal sealed class AccountOrders(string account, Action<string> changed)
{
    private readonly Dictionary<(string Symbol, long Number), HeldOrder> _open = [];
    private readonly Dictionary<string, Reservation> _reservations = new(StringComparer.Ordinal);

    /// <summary>Orders that may still trade.</summary>
    public IReadOnlyCollection<HeldOrder> Open => _open.Values;

    /// <summary>What orders hold, by symbol.</summary>
    public IReadOnlyDictionary<string, Reservation> Reservations => _reservations;

    /// <summary>An order that may still trade.</summary>
    public bool TryGet(string symbol, long number, out HeldOrder order) => _open.TryGetValue((symbol, number), out order);

    /// <summary>What orders in a symbol hold.</summary>
    public Reservation ReservationIn(string symbol) => _reservations.GetValueOrDefault(symbol);

    /// <summary>Follows a report about an order.</summary>
    public void Follow(in ExecutionReport report, string symbol)
    {
        var key = (symbol, report.OrderNumber);
        switch (report.Kind)
        {
            case BookEventKind.Accepted or BookEventKind.Held:
                Add(new(symbol, report.OrderNumber, report.Side, report.Price, report.Remaining));
                break;
            case BookEventKind.Waiting or BookEventKind.Trailed:
                // Held at its limit or worst price or at the price that triggers it, whichever takes more.
                var waiting = Close(key);
                var price = waiting.Price == 0 ? report.Price : Math.Max(waiting.Price, report.Price);
                Add(waiting with { Price = price, Remaining = report.Remaining });
                break;
            case BookEventKind.Replaced or BookEventKind.Repriced:
                Add(Close(key) with { Price = report.Price, Remaining = report.Remaining });
                break;
            case BookEventKind.Traded or BookEventKind.Reduced or BookEventKind.Activated:
                var order = Close(key);
                if (report.Remaining > 0) Add(order with { Remaining = report.Remaining });
                break;
            case BookEventKind.AmountSpent when !_open.ContainsKey(key):
                // Its last trade left too little for another lot.
                break;
            case BookEventKind.Canceled or BookEventKind.Expired or BookEventKind.AmountSpent:
                Close(key);
                break;
        }
    }

    /// <summary>An order may trade from now on.</summary>
    public void Add(in HeldOrder order)
    {
        _open.Add((order.Symbol, order.Number), order);
        if (!TryGetPair(order, out var pair))
        {
            Hold(order, 1);
            return;
        }
        Hold(pair, -1);
        HoldPair(order, pair, 1);
    }

    /// <summary>The open order that an order is paired with: the other exit of its entry, or the other of its own pair.</summary>
    private bool TryGetPair(in HeldOrder order, out HeldOrder pair)
    {
        if (OrderIds.IsStopLoss(order.Number))
        {
            var record = OrderIds.RecordOf(order.Number);
            return TryGetSameSide(order, OrderIds.TakeProfitOf(record), out pair) || TryGetSameSide(order, record, out pair);
        }
        return TryGetSameSide(order, OrderIds.StopLossOf(OrderIds.RecordOf(order.Number)), out pair);
    }

    /// <summary>The entry of an exit is on the other side.</summary>
    private bool TryGetSameSide(in HeldOrder order, long number, out HeldOrder found) =>
        _open.TryGetValue((order.Symbol, number), out found) && found.Side == order.Side;

    private HeldOrder Close((string Symbol, long Number) key)
    {
        if (!_open.Remove(key, out var order))
            throw new InvalidOperationException($"{account}: {key.Symbol}-{key.Number} has a report and is not open");
        if (!TryGetPair(order, out var pair))
        {
            Hold(order, -1);
            return order;
        }
        HoldPair(order, pair, -1);
        Hold(pair, 1);
        return order;
    }

    /// <summary>Holds what the orders of another one hold, those under way too.</summary>
    public void HoldAs(AccountOrders other)
    {
        foreach (var (symbol, reservation) in other._reservations) _reservations[symbol] = reservation;
    }

    /// <summary>Holds an order (1), or lets go of it (-1).</summary>
    public void Hold(in HeldOrder order, int sign)
    {
        _reservations[order.Symbol] = ReservationIn(order.Symbol).Add(order, sign);
        changed(order.Symbol);
    }

    /// <summary>What the two of a pair hold: only one of them can trade in full.</summary>
    private void HoldPair(in HeldOrder one, in HeldOrder other, int sign)
    {
        _reservations[one.Symbol] = ReservationIn(one.Symbol).AddPair(one, other, sign);
        changed(one.Symbol);
    }
}
