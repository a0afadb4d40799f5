using TradingOps.Engine.Books;
using TradingOps.Engine.Markets;

namespace TradingOps.Engine.Tests.Markets;

/// <summary>Seeded random commands.</summary>
internal static class MarketScripts
{
    public static BookCommand Limit(Side side, long price, long quantity) => new()
    {
        Side = side,
        Type = OrderType.Limit,
        TimeInForce = TimeInForce.Gtc,
        Price = price,
        Quantity = quantity,
    };

    /// <summary>Runs commands of four accounts and returns the records.</summary>
    public static List<MarketRecord> Run(Market market, int seed, int count)
    {
        var random = new Random(seed);
        var records = new List<MarketRecord>();
        for (var i = 0; i < count; i++)
        {
            var known = random.NextInt64(1, market.Sequence + 2);
            var record = random.Next(10) switch
            {
                0 => market.Execute(
                    new() { Kind = BookCommandKind.Cancel, OrderId = known, Account = OrderBook.AnyAccount }, out _),
                1 => market.Execute(new()
                {
                    Kind = BookCommandKind.Replace,
                    OrderId = known,
                    Account = OrderBook.AnyAccount,
                    Price = random.Next(95, 106),
                    Quantity = random.Next(1, 30),
                }, out _),
                2 => market.Enter(
                    Limit(NextSide(random), 0, random.Next(1, 40)) with { Type = OrderType.Market }, Account(random), $"c-{i}"),
                3 => market.Enter(NextLimit(random) with { TimeInForce = TimeInForce.Ioc }, Account(random), null),
                _ => market.Enter(NextLimit(random) with { Time = i }, Account(random), $"c-{i}"),
            };
            if (record is not null) records.Add(record);
        }
        return records;
    }

    private static BookCommand NextLimit(Random random) => Limit(NextSide(random), random.Next(95, 106), random.Next(1, 30));

    private static Side NextSide(Random random) => random.Next(2) == 0 ? Side.Buy : Side.Sell;

    private static string Account(Random random) => "account-" + random.Next(4);
}
