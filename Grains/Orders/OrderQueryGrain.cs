using Orleans.Concurrency;

namespace TradingOps.Grains.Orders;

/// <summary>Hands questions to the store of the silo that it happens to be on.</summary>
[StatelessWorker]
[Reentrant]
public sealed class OrderQueryGrain(IOrderQueries queries) : TradingGrain, IOrderQueryGrain
{
    /// <inheritdoc/>
    public Task<OrderView?> FindOrder(string id) => queries.FindOrderAsync(id, CancellationToken.None).AsTask();

    /// <inheritdoc/>
    public async Task<OrderView?> FindByClientOrderId(string account, string clientOrderId) =>
        await queries.FindByClientOrderIdsAsync(account, [clientOrderId], CancellationToken.None) is [var order] ? order : null;

    /// <inheritdoc/>
    public Task<TradePage> ListTrades(TradeFilter filter) =>
        queries.ListTradesAsync(filter, CancellationToken.None).AsTask();

    /// <inheritdoc/>
    public Task<OrderPage> ListOrders(OrderFilter filter) =>
        queries.ListOrdersAsync(filter, CancellationToken.None).AsTask();

    /// <inheritdoc/>
    public Task<TradeView?> FindTrade(string id) => queries.FindTradeAsync(id, CancellationToken.None).AsTask();
}
