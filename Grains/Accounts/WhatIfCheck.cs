using TradingOps.Engine.Accounts;
using TradingOps.Engine.Books;
using TradingOps.Engine.Errors;
using TradingOps.Engine.Instruments;
using TradingOps.Engine.Risk;
using TradingOps.Grains.Marks;
using TradingOps.Grains.Orders;

namespace TradingOps.Grains.Accounts;

/// <summary>
/// What an order would do to the account: the checks of a real one, and the figures once it is filled. Used within one grain's
/// turns only.
/// </summary>
internal sealed class WhatIfCheck(
    AccountLog log, OrderAdmission admission, AccountValuation valuation, MarkReader markReader, MarkCache marks,
    InstrumentCatalogue catalogue, TimeProvider clock)
{
    private Account Account => log.Account;

    /// <summary>Tries an order; null if the account was never opened.</summary>
    public async Task<WhatIfResult?> TryAsync(OrderRequest request)
    {
        if (!log.IsOpened) return null;
        if (OrderConversion.ToSpec(request, catalogue, out var instrument, out var error) is not { } spec)
            return new() { Outcome = error!.Outcome, Code = error.Code, Detail = error.Detail };
        if (spec.ExpireAt != 0 && spec.ExpireAt <= clock.GetMicroseconds())
            return new()
            {
                Outcome = SubmitOutcome.Invalid,
                Code = TradingError.InvalidExpireAt,
                Detail = OrderConversion.ExplainExpireAt(request),
            };
        await markReader.RefreshAsync(catalogue.PricedBy(instrument));
        var admitted = admission.Check(spec, instrument);
        return new()
        {
            Outcome = admitted.Refusal is null ? SubmitOutcome.Accepted : SubmitOutcome.Refused,
            Code = admitted.Refusal?.Code,
            Detail = admitted.Refusal?.Detail,
            Before = View(valuation.Now()),
            After = View(valuation.IfFilled(instrument, FillOf(spec, admitted.Held, instrument))),
        };
    }

    /// <summary>
    /// The fill that counts: at the limit, for a market order at the price that it is expected to trade at, and for what waits at
    /// the price that it is reserved at.
    /// </summary>
    private PositionFill FillOf(in OrderSpec order, in HeldOrder held, Instrument instrument)
    {
        var ticks = order.Type == OrderType.Market && order.Amount == 0
            ? Protection.Expected(order, instrument, marks[instrument.Symbol])
            : held.Price;
        var (quantity, price) = (instrument.ToSignedQuantity(held.Side, held.Remaining), instrument.ToPrice(ticks));
        var fee = Account.FeesOf(instrument.AssetClass).Taker.Of(quantity, quantity * price * instrument.Multiplier);
        return new(quantity, price, instrument.Multiplier, fee);
    }

    private static MarginView View(in Valuation value) => new(value.Margin.Taken, value.Margin.Maintenance, value.BuyingPower);
}
