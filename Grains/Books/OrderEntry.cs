using System.Collections.Immutable;
using TradingOps.Engine.Errors;
using TradingOps.Engine.Markets;

namespace TradingOps.Grains.Books;

/// <summary>Enters new orders into a market. Used within one grain's turns only.</summary>
internal sealed class OrderEntry(
    MarketLog market, MarketSession session, MarketClock marketClock, SymbolBreakerControl breaker, EnteringIds entering,
    BookOptions options, TimeProvider clock)
{
    /// <summary>
    /// Enters orders of one account. Returns the account's own reports when they are durable.
    /// <see cref="TradingUnavailableException"/> if they did not enter or their outcome is unknown.
    /// </summary>
    public async Task<ReportBatch> PlaceAsync(PlaceOrders orders)
    {
        await session.RefreshAsync();
        market.ThrowIfUnavailable();
        var (account, now) = (orders.Account, clock.GetMicroseconds());
        // Check this first: any other refusal tells the caller that no earlier attempt is in flight.
        foreach (var order in orders.Orders) entering.ThrowIfEntering(account, order.ClientOrderId);
        marketClock.ThrowIfFaulted();
        if (now > orders.Deadline)
            throw TradingUnavailableException.NothingDone(
                TradingError.TooLate, $"the order reached {market.Market.Symbol} after its deadline");
        if (market.Pending >= options.MaxPendingRecords)
            throw TradingUnavailableException.NothingDone(
                TradingError.Overloaded, $"{market.Pending} records of {market.Market.Symbol} wait for the journal");
        session.ThrowIfUnitsDiffer(orders);
        breaker.ThrowIfStopped(orders.Desk);
        market.Outbox.Acknowledge(account, orders.Acknowledged);
        var records = new MarketRecord[orders.Orders.Length];
        for (var i = 0; i < records.Length; i++)
        {
            var order = orders.Orders[i];
            entering.Add(account, order.ClientOrderId);
            records[i] = market.Market.Enter(
                order.Spec.ToCommand(now), account, order.ClientOrderId, orders.Actor, order.Tag, orders.Owner);
        }
        var reports = await market.CommitAsync(account, records);
        foreach (var order in orders.Orders) entering.Remove(account, order.ClientOrderId);
        var own = ImmutableArray.CreateBuilder<ExecutionReport>(reports.Length);
        foreach (var record in reports)
            foreach (ref readonly var report in record.AsSpan())
                if (report.Account == account)
                    own.Add(report);
        var last = own[^1].Number;
        return new(market.Market.Symbol, own.DrainToImmutable(), last);
    }
}
