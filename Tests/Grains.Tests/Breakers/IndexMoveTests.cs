namespace TradingOps.Grains.Tests.Breakers;

public sealed class IndexMoveTests(BandedCluster cluster) : IClassFixture<BandedCluster>
{
    [Fact]
    public async Task The_index_falls_from_its_last_close_and_stops_the_firm()
    {
        // The catalogue's price is 585.10: from there, 555 would be less than 7 % down.
        await cluster.TradeAsync("SPY", 600);
        cluster.Clock.MoveTo(cluster.Clock.GetUtcNow().AddDays(1));
        await BandedCluster.EventuallyAsync(async () =>
            (await cluster.Grains.GetOrderBook("SPY").GetMark()).LastClose == 600);
        await cluster.TradeAsync("SPY", 555);
        await BandedCluster.EventuallyAsync(async () =>
            (await cluster.Grains.GetFirmBreaker().GetBreaker())!.State == "open");
        var firm = await cluster.Grains.GetFirmBreaker().GetBreaker();
        Assert.Equal(("index_move", 0.075m, 0.07m, false), (firm!.Cause, firm.Value, firm.Threshold, firm.NeedsPerson));
    }
}
