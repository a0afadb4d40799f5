namespace TradingOps.Grains.Orders;

/// <summary>Questions about stored orders and trades, answered by the store; only what is durable is seen.</summary>
public interface IOrderQueries
{
    /// <summary>The order of an id, or null.</summary>
    ValueTask<OrderView?> FindOrderAsync(string id, CancellationToken cancellationToken);

    /// <summary>The orders of ids, in no order; those that are not stored are left out.</summary>
    ValueTask<IReadOnlyList<OrderView>> FindOrdersAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken);

    /// <summary>The orders that an account sent under its own ids; those that are not stored are left out.</summary>
    ValueTask<IReadOnlyList<OrderView>> FindByClientOrderIdsAsync(
        string account, IReadOnlyList<string> clientOrderIds, CancellationToken cancellationToken);

    /// <summary>
    /// The client order ids that an account ever used, in order and behind one of them, for those who remember them to ask less;
    /// null from a store that finds an order by its client order id at once.
    /// </summary>
    IAsyncEnumerable<string>? ListClientOrderIds(string account, string after, CancellationToken cancellationToken);

    /// <summary>Orders by account, symbol, status, side or time.</summary>
    ValueTask<OrderPage> ListOrdersAsync(OrderFilter filter, CancellationToken cancellationToken);

    /// <summary>The trade of an id, or null.</summary>
    ValueTask<TradeView?> FindTradeAsync(string id, CancellationToken cancellationToken);

    /// <summary>Trades by account, symbol or time.</summary>
    ValueTask<TradePage> ListTradesAsync(TradeFilter filter, CancellationToken cancellationToken);

    /// <summary>Symbols in whose markets an account ever had an order.</summary>
    ValueTask<IReadOnlyCollection<string>> ListSymbolsAsync(string account, CancellationToken cancellationToken);
}
