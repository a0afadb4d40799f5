using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using TradingOps.Engine.Books;
using TradingOps.Grains.Breakers;
using TradingOps.Grains.Orders;
using TradingOps.Grains.Tests.Cluster;

namespace TradingOps.Grains.Tests.Breakers;

/// <summary>A cluster whose shares trade within 10 % of their reference, with short steps, and that watches an index.</summary>
public sealed class BandedCluster : TradingCluster
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    /// <summary>A buyer and a seller trade one share at a price.</summary>
    internal async Task TradeAsync(string symbol, decimal price)
    {
        await SubmitAsync("seller", symbol, Side.Sell, price);
        Assert.Equal(OrderStatus.Filled, (await SubmitAsync("buyer", symbol, Side.Buy, price)).Status);
    }

    /// <summary>Enters an order of one share that may rest.</summary>
    internal async Task<OrderView> SubmitAsync(string account, string symbol, Side side, decimal price)
    {
        var result = await Grains.GetAccount(account).SubmitOrder(new()
        {
            Symbol = symbol,
            Instructions = new(side, OrderType.Limit, TimeInForce.Gtc),
            LimitPrice = price,
            Quantity = 1,
        });
        Assert.True(result.Outcome == SubmitOutcome.Accepted, $"{result.Code}: {result.Detail}");
        return result.Order!;
    }

    /// <summary>Waits for what comes about by itself.</summary>
    internal static Task EventuallyAsync(Func<Task<bool>> condition) => Eventually.HoldsAsync(condition, Patience);

    protected override void Configure(IServiceCollection services) =>
        services.AddSingleton(Options.Create(new BreakerOptions
        {
            Bands = new() { Equity = 0.10m },
            Symbol = new() { LimitStateLasts = TimeSpan.FromSeconds(1), PauseLasts = TimeSpan.FromSeconds(8) },
            Index = "SPY",
        }));
}
