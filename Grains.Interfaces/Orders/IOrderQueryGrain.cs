namespace TradingOps.Grains.Orders;

/// <summary>Questions about stored orders and trades. What is not yet durable is not seen.</summary>
[Alias("tradingops.IOrderQueryGrain")]
public interface IOrderQueryGrain : IGrainWithIntegerKey
{
    /// <summary>The order of an id, or null.</summary>
    [Alias("FindOrder")]
    Task<OrderView?> FindOrder(string id);

    /// <summary>The order that an account sent under its own id, or null.</summary>
    [Alias("FindByClientOrderId")]
    Task<OrderView?> FindByClientOrderId(string account, string clientOrderId);

    /// <summary>Orders by account, symbol, status, side or time.</summary>
    [Alias("ListOrderPage")]
    Task<OrderPage> ListOrders(OrderFilter filter);

    /// <summary>The trade of an id, or null.</summary>
    [Alias("FindTrade")]
    Task<TradeView?> FindTrade(string id);

    /// <summary>Trades by account, symbol or time.</summary>
    [Alias("ListTradePage")]
    Task<TradePage> ListTrades(TradeFilter filter);
}
