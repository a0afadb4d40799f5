using TradingOps.Engine.Books;
using TradingOps.Engine.Instruments;
using TradingOps.Engine.Markets;

namespace TradingOps.Engine.Audit;

/// <summary>
/// One account in one symbol, added up from the reports in the store: by plain sums, and not by the code that keeps accounts.
/// </summary>
internal sealed class AccountTally
{
    private readonly Dictionary<long, (Side Side, long Lots)> _open = [];
    private (decimal Quantity, decimal Paid) _settled;

    /// <summary>Number of the last report.</summary>
    public long Number { get; private set; }

    /// <summary>Sum of the signed fills; 0 once they were settled.</summary>
    public decimal Quantity { get; private set; }

    /// <summary>Shares in it that exercises of options delivered: the other side gets them at another time.</summary>
    public decimal Delivered { get; private set; }

    /// <summary>
    /// Sum of what the fills and their settlement paid, before fees: minus signed quantity times price times multiplier.
    /// </summary>
    public decimal Paid { get; private set; }

    /// <summary>Lots open on a side.</summary>
    public long OpenLots(Side side)
    {
        var sum = 0L;
        foreach (var (own, lots) in _open.Values)
            if (own == side)
                sum += lots;
        return sum;
    }

    /// <summary>Lots that the orders of a side hold: of a pair, which shares a record, only one can trade in full.</summary>
    public long HeldLots(Side side) => _open.Where(o => o.Value.Side == side)
        .GroupBy(o => OrderIds.RecordOf(o.Key), (_, pair) => pair.Max(o => o.Value.Lots)).Sum();

    /// <summary>Takes the next report.</summary>
    public void Take(in ExecutionReport report, Instrument instrument)
    {
        Number = report.Number;
        if (report.Kind is BookEventKind.Traded or BookEventKind.Busted or BookEventKind.Corrected)
        {
            var sign = report.Kind == BookEventKind.Busted ? -1 : 1;
            var quantity = sign * instrument.ToSignedQuantity(report.Side, report.Quantity);
            Quantity += quantity;
            Paid -= quantity * instrument.ToPrice(report.Price) * instrument.Multiplier;
        }
        if (!report.IsOfOrder)
        {
            TakePosition(report, instrument);
            return;
        }
        switch (report.Kind)
        {
            case BookEventKind.Rejected or BookEventKind.Triggered:
                break;
            case BookEventKind.Canceled or BookEventKind.Expired or BookEventKind.AmountSpent:
                _open.Remove(report.OrderNumber);
                break;
            default:
                if (report.Remaining > 0) _open[report.OrderNumber] = (report.Side, report.Remaining);
                else _open.Remove(report.OrderNumber);
                break;
        }
    }

    /// <summary>What was exercised is closed for nothing here: shares and their price come to the underlying.</summary>
    private void TakePosition(in ExecutionReport report, Instrument instrument)
    {
        var contracts = Math.Sign(Quantity) * instrument.ToQuantity(report.Quantity);
        switch (report.Kind)
        {
            case BookEventKind.Settled:
                var paid = (Quantity - contracts) * instrument.FromSettlement(report.Price) * instrument.Multiplier;
                (_settled, Paid, Quantity) = ((Quantity, paid), Paid + paid, 0);
                break;
            case BookEventKind.SettlementReversed:
                (Paid, Quantity) = (Paid - _settled.Paid, _settled.Quantity);
                break;
            case BookEventKind.Exercised:
                Quantity -= instrument.ToSignedQuantity(report.Side, report.Quantity);
                break;
            case BookEventKind.Delivered:
                Quantity += report.Delivery!.Shares;
                Delivered += report.Delivery.Shares;
                Paid -= report.Delivery.Payment;
                break;
        }
    }

    /// <summary>What differs from an account's own words of the same report.</summary>
    public IEnumerable<AuditViolation> Compare(string account, MarketStatement said)
    {
        if (said.Quantity != Quantity || said.Paid != Paid)
            yield return new(
                AuditInvariant.PositionsEqualFills, account, said.Symbol,
                $"at report {Number} the fills come to {Quantity} for {Paid}, the account has {said.Quantity} for {said.Paid}");
        var (buys, sells) = (OpenLots(Side.Buy), OpenLots(Side.Sell));
        var isHeld = said.HeldBuyLots >= HeldLots(Side.Buy) && said.HeldSellLots >= HeldLots(Side.Sell);
        if (said.BuyLots != buys || said.SellLots != sells || !isHeld)
            yield return new(
                AuditInvariant.ReservationsEqualOrders, account, said.Symbol,
                $"at report {Number} {buys} lots to buy and {sells} to sell are open, the account has {said.BuyLots} and "
                    + $"{said.SellLots} and holds {said.HeldBuyLots} and {said.HeldSellLots}");
    }
}
