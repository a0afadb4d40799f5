using System.Collections.Immutable;
using TradingOps.Engine.Accounts;
using TradingOps.Engine.Books;
using TradingOps.Engine.Instruments;
using TradingOps.Engine.Markets;
using TradingOps.Grains.Orders;

namespace TradingOps.Grains.Feeds;

/// <summary>Turns durable records into the changes of orders that followers receive.</summary>
internal static class OrderChanges
{
    /// <summary>Adds what a market's record says, in order.</summary>
    public static void AddTo(ImmutableArray<OrderChange>.Builder changes, MarketRecord record, Instrument instrument)
    {
        var entered = OrderState.From(instrument.Symbol, record).ToDictionary(order => order.Id);
        var place = 0;
        foreach (var report in record.Reports())
        {
            if (!report.IsOfOrder) continue;
            var change = Of(report, place++, instrument);
            var isFirst = entered.Remove(change.OrderId, out var order);
            if (isFirst) order!.Apply(report);
            changes.Add(change with
            {
                Order = isFirst ? order!.ToView(instrument) : null,
                ClientOrderId = change.Kind == BookEventKind.Replaced ? record.ClientOrderId : null,
            });
        }
    }

    /// <summary>What an account's record says of an order that was refused before it reached a market.</summary>
    public static OrderChange Of(string account, long sequence, DeniedOrder denied, Instrument instrument)
    {
        var order = OrderState.From(account, denied).ToView(instrument);
        return new()
        {
            Sequence = sequence,
            Place = 0,
            OrderId = denied.Id,
            Account = account,
            Symbol = denied.Symbol,
            Kind = BookEventKind.Rejected,
            Status = OrderStatus.Rejected,
            Side = denied.Order.Spec.Side,
            Price = order.LimitPrice,
            Quantity = order.Quantity,
            Remaining = 0,
            Reason = denied.Code,
            At = order.ReceivedAt,
            Order = order,
        };
    }

    private static OrderChange Of(in ExecutionReport report, int place, Instrument instrument) => new()
    {
        Sequence = report.Sequence,
        Place = place,
        OrderId = OrderIds.Format(instrument.Symbol, report.OrderNumber),
        Account = report.Account,
        Symbol = instrument.Symbol,
        Kind = report.Kind,
        Status = OrderProjection.StatusAfter(report),
        Side = report.Side,
        Price = report.Price == 0 ? null : instrument.ToPrice(report.Price),
        Quantity = instrument.ToQuantity(report.Quantity),
        Remaining = instrument.ToQuantity(OrderProjection.RemainingAfter(report)),
        Reason = ReasonCodes.Of(report),
        TradeId = report.Trade == 0 ? null : OrderIds.FormatTrade(instrument.Symbol, report.Sequence, report.Trade),
        Liquidity = report.Liquidity,
        IsCounter = report.IsCounter,
        At = Time.FromMicroseconds(report.Time),
    };
}
