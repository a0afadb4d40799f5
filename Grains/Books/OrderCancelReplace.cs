using System.Collections.Immutable;
using TradingOps.Engine.Actors;
using TradingOps.Engine.Books;
using TradingOps.Engine.Errors;
using TradingOps.Engine.Markets;
using TradingOps.Grains.Orders;

namespace TradingOps.Grains.Books;

/// <summary>Cancels and replaces orders that are in the book. Used within one grain's turns only.</summary>
/// <remarks>
/// Methods throw <see cref="TradingUnavailableException"/> if nothing was done or the outcome is unknown; sending the request
/// again is safe.
/// </remarks>
internal sealed class OrderCancelReplace(
    MarketLog market, MarketSession session, MarketClock marketClock, EnteringIds entering, IOrderQueries queries,
    TimeProvider clock)
{
    private const int CanceledAtOnce = 1_000;

    /// <summary>Cancels one order.</summary>
    public Task<SubmitResult> CancelAsync(string orderId, Actor actor) => ChangeAsync(orderId, actor, number => new()
    {
        Kind = BookCommandKind.Cancel,
        Account = OrderBook.AnyAccount,
        OrderId = number,
        Time = clock.GetMicroseconds(),
    });

    /// <summary>Cancels orders by their numbers. Returns those that are canceled now.</summary>
    public async Task<ImmutableArray<OrderView>> CancelAsync(
        ImmutableArray<long> numbers, Actor actor, BookReason reason)
    {
        await session.RefreshAsync();
        market.ThrowIfUnavailable();
        // In several turns, and within the bound of pending records: others trade here at the same time.
        foreach (var some in numbers.Chunk(CanceledAtOnce))
        {
            market.ThrowIfFaulted();
            var records = market.Market.Cancel(some, clock.GetMicroseconds(), actor, reason);
            if (records.Length > 0) await market.CommitAsync(null, records);
        }
        await market.UntilDurableAsync();
        var ids = numbers.Select(n => OrderIds.Format(market.Market.Symbol, n)).ToArray();
        var orders = await queries.FindOrdersAsync(ids, CancellationToken.None);
        if (orders.FirstOrDefault(o => o.IsOpen) is { } open) throw Superseded(open.Id);
        return [.. orders.Where(o => o.Status == OrderStatus.Canceled)];
    }

    /// <summary>Replaces price and quantity of one order.</summary>
    public Task<SubmitResult> ReplaceAsync(ReplaceOrder asked)
    {
        marketClock.ThrowIfFaulted();
        return ChangeAsync(asked.OrderId, asked.Actor, number => new()
        {
            Kind = BookCommandKind.Replace,
            Account = OrderBook.AnyAccount,
            OrderId = number,
            Spec = ReadTerms(asked, number),
            Owner = asked.Owner,
            Time = clock.GetMicroseconds(),
        }, asked);
    }

    /// <summary>Whether a trailing buy with a new trail would begin higher than its account has reserved it.</summary>
    private bool HasRisen(ReplaceOrder asked, in OpenOrder order)
    {
        var hasTrail = asked.TrailAmount != 0 || asked.TrailBasisPoints != 0;
        if (!hasTrail || order.Side == Side.Sell) return false;
        if (market.Market.Book.LastPrice is not { } last || asked.StopPrice is not { } most) return false;
        return last + Trail.DistanceFrom(last, asked.TrailAmount, asked.TrailBasisPoints) > most;
    }

    /// <summary>The new terms, with what the order has for what is not asked.</summary>
    private OrderSpec ReadTerms(ReplaceOrder asked, long number)
    {
        market.Market.Book.TryGetOrder(number, out var open);
        return new()
        {
            // What rests at its worst price stays there.
            Price = open.Type == OrderType.TrailingStop ? asked.Price ?? 0
                : asked.HasLimit || open.Type.Waits() ? asked.Price ?? open.Price
                : open.Price,
            StopPrice = asked.StopPrice ?? open.StopPrice,
            Quantity = asked.Quantity,
            TrailAmount = asked.TrailAmount,
            TrailBasisPoints = asked.TrailBasisPoints,
        };
    }

    private async Task<SubmitResult> ChangeAsync(
        string orderId, Actor actor, Func<long, BookCommand> command, ReplaceOrder? asked = null)
    {
        if (!OrderIds.TryParse(orderId, out _, out var number)) return OrderAnswers.Unknown(orderId);
        await session.RefreshAsync();
        market.ThrowIfUnavailable();
        if (asked is not null && clock.GetMicroseconds() > asked.Deadline)
            throw TradingUnavailableException.NothingDone(
                TradingError.TooLate, $"the change of order {orderId} reached its market after its deadline");
        if (asked?.Expected is { } lots && market.Market.Book.TryGetOrder(number, out var open)
            && (open.Remaining != lots || HasRisen(asked, open)))
        {
            await market.UntilDurableAsync();
            return new(
                SubmitOutcome.Conflict, null, TradingError.OrderChanged,
                $"order {orderId} or its market has traded in the meantime");
        }
        var wasEntered = IsEntered(number);
        var clientOrderId = asked?.ClientOrderId;
        // Of an order that is not in the book nothing changes.
        var account = clientOrderId is not null && market.Market.Book.TryGetOrder(number, out var renamed)
            ? market.Market.Accounts[renamed.Account].Name
            : "";
        entering.ThrowIfEntering(account, clientOrderId);
        var record = market.Market.Execute(command(number), out var reason, actor, clientOrderId);
        if (record is null)
        {
            await market.UntilDurableAsync();
            var known = await queries.FindOrderAsync(orderId, CancellationToken.None);
            if (known is null) return OrderAnswers.Unknown(orderId);
            if (!known.IsOpen) return OrderAnswers.NotOpen(known);
            // Entered during the lookup: perhaps this very order, perhaps another here where the order entered elsewhere.
            if (!wasEntered && IsEntered(number))
                throw TradingUnavailableException.NothingDone(
                    TradingError.MarketRestoring, $"order {orderId} entered during the request");
            if (reason == BookReason.NotOpen) throw Superseded(orderId);
            return new(SubmitOutcome.Refused, known, ReasonCodes.ErrorOf(reason), $"order {orderId} cannot be changed");
        }
        entering.Add(account, record.ClientOrderId);
        await market.CommitAsync(null, record);
        entering.Remove(account, record.ClientOrderId);
        var order = await queries.FindOrderAsync(orderId, CancellationToken.None);
        // It expired at the moment of the change.
        if (asked is not null && !record.IsAmendment && order is not null) return OrderAnswers.NotOpen(order);
        return new(SubmitOutcome.Accepted, order);
    }

    private bool IsEntered(long number) => OrderIds.RecordOf(number) <= market.Market.Sequence;

    /// <summary>Open in the store and unknown here: another activation has gone on, and the order entered there.</summary>
    private TradingUnavailableException Superseded(string orderId) =>
        market.Supersede($"order {orderId} is open and not in this book, which was superseded");
}
