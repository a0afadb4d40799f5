using TradingOps.Engine.Books;
using TradingOps.Grains.Tests.Cluster;

namespace TradingOps.Grains.Tests.Firm;

public sealed class FirmGrainTests(TradingCluster cluster) : IClassFixture<TradingCluster>
{
    [Fact]
    public async Task What_accounts_trade_is_soon_seen_by_the_firm()
    {
        await cluster.Grains.GetAccount("firm-a").Open(new() { Cash = 10_000 });
        await cluster.Grains.GetAccount("firm-b").Open(new() { Cash = 20_000 });
        await cluster.Grains.GetAccount("firm-c").Open(new() { Cash = 1_000_000, IsLimited = false });
        await Trade("firm-c", Side.Sell);
        await Trade("firm-a", Side.Buy);
        // Each account tells it in its own time.
        await Eventually.HoldsAsync(async () => (await cluster.Grains.GetFirm().ListAccounts())
            .Select(a => a.Account).Intersect(["firm-a", "firm-b", "firm-c"]).Count() == 3);
        var firm = await Eventually.BecomesAsync(
            () => cluster.Grains.GetFirm().GetFirm(), f => f is { Accounts: 2, OpenPositions: >= 1 });
        Assert.Equal((2, 30_000, 30_000), (firm.Accounts, firm.Equity, firm.StartOfDayEquity));
        Assert.Equal(("AMZN", 2), (firm.Symbols[0].Symbol, firm.Symbols[0].Quantity));
        Assert.Equal((200, 200), (firm.GrossExposure, firm.NetExposure));
    }

    private async Task Trade(string account, Side side) => await cluster.Grains.GetAccount(account).SubmitOrder(new()
    {
        Symbol = "AMZN",
        Instructions = new(side, OrderType.Limit, TimeInForce.Gtc),
        Quantity = 2,
        LimitPrice = 100,
    });
}
