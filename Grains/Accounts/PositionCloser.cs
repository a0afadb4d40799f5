using TradingOps.Engine.Accounts;
using TradingOps.Engine.Actors;
using TradingOps.Engine.Books;
using TradingOps.Engine.Breakers;
using TradingOps.Engine.Errors;
using TradingOps.Engine.Instruments;
using TradingOps.Engine.Risk;
using TradingOps.Grains.Instruments;
using TradingOps.Grains.Orders;

namespace TradingOps.Grains.Accounts;

/// <summary>
/// Closes positions by market orders that can only reduce them. An order of a client order id that was used before is answered
/// and not sent again, whatever the position is by then. Used within one grain's turns only.
/// </summary>
internal sealed class PositionCloser(
    Account account, OrderGate gate, InFlightOrders inFlight, IOrderQueries queries, InstrumentCatalogue catalogue)
{
    /// <summary>Closes what is asked for, or says why not.</summary>
    public async Task<SubmitResult> CloseAsync(ClosePosition asked, Actor actor)
    {
        if (!catalogue.TryGet(asked.Symbol, out var instrument))
            return new(SubmitOutcome.NotFound, null, TradingError.UnknownSymbol,
                UnknownSymbol.Explain(asked.Symbol, catalogue.FindNearest(asked.Symbol)));
        if (await FindStoredAsync(asked) is { } stored) return stored;
        // From here to the gate is one turn.
        if (FindInFlight(asked) is not { } request)
        {
            if (Read(asked, instrument, out var error) is not { } read) return error;
            request = read;
        }
        var result = (await gate.SubmitAsync([request], actor, onlyReduces: true))[0];
        return result.Code == TradingError.ClientOrderIdReused ? await FindStoredAsync(asked) ?? result : result;
    }

    /// <summary>Why an order may do more than reduce the position by what open orders leave of it; null if it does not.</summary>
    public static Refusal? FindExcess(Account account, in OrderSpec order, Instrument instrument, HeldOrder? before)
    {
        var asked = BreakerGate.Order.Of(
            account, instrument, order.Side, order.Quantity, account.ReservationIn(instrument.Symbol, before),
            mustTradeNow: true);
        return asked.OnlyReduces ? null : new(TradingError.ExceedsPosition,
            $"qty {asked.Quantity} is more than the {asked.Closable} that can be closed: the position is {asked.Position}, "
            + $"and open orders close {asked.RestingClosing} of it");
    }

    /// <summary>The answer for the order stored under the client order id; null if no order is.</summary>
    private async Task<SubmitResult?> FindStoredAsync(ClosePosition asked)
    {
        if (asked.ClientOrderId is not { } id) return null;
        if (await queries.FindByClientOrderIdsAsync(account.Id, [id], CancellationToken.None) is not [var order]) return null;
        var isSame = order.Request is { Type: OrderType.Market } request && request.Symbol == asked.Symbol
            && (asked.Quantity is not { } quantity || quantity == request.Quantity);
        return isSame ? new(SubmitOutcome.Existing, order) : Submission.Reused(id);
    }

    /// <summary>The order that is on its way under the client order id, or may still be taken: it is the one to send.</summary>
    private OrderRequest? FindInFlight(ClosePosition asked)
    {
        if (asked.ClientOrderId is not { } id) return null;
        if (inFlight.Find(id) is { } first && first.Request.Symbol == asked.Symbol) return first.Request;
        return inFlight.FindReservation(id)?.Order is { } held && held.Symbol == asked.Symbol
            ? OrderOf(asked, held.Side, catalogue[asked.Symbol].ToQuantity(held.Remaining))
            : null;
    }

    private OrderRequest? Read(ClosePosition asked, Instrument instrument, out SubmitResult error)
    {
        error = new(SubmitOutcome.NotFound, null, TradingError.NoPosition,
            $"account '{account.Id}' has no position in {asked.Symbol}");
        if (account.PositionIn(asked.Symbol) is not { Quantity: not 0 and var position }) return null;
        var part = Math.Abs(position) * (asked.Percent ?? 100) / 100;
        var quantity = asked.Quantity ?? instrument.ToQuantity((long)(part / instrument.LotSize));
        error = new(SubmitOutcome.Invalid, null, TradingError.InvalidQuantity,
            $"percent {asked.Percent} of {Math.Abs(position)} is less than a lot of {instrument.LotSize}");
        return quantity == 0 ? null : OrderOf(asked, position > 0 ? Side.Sell : Side.Buy, quantity);
    }

    private static OrderRequest OrderOf(ClosePosition asked, Side side, decimal quantity) => new()
    {
        Symbol = asked.Symbol,
        Quantity = quantity,
        Instructions = new(side, OrderType.Market, TimeInForce.Day, SelfTradePrevention.CancelNewest) { ReduceOnly = true },
        ClientOrderId = asked.ClientOrderId,
    };
}
