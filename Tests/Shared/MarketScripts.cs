using TradingOps.Engine.Books;
using TradingOps.Engine.Markets;

namespace TradingOps.Tests.Shared;

/// <summary>Seeded random commands.</summary>
internal static class MarketScripts
{
    public static BookCommand Limit(Side side, long price, long quantity) => new()
    {
        Spec = new() { Instructions = new(side, OrderType.Limit, TimeInForce.Gtc), Price = price, Quantity = quantity },
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
                    Spec = new() { Price = random.Next(95, 106), Quantity = random.Next(1, 30) },
                }, out _),
                2 => market.Enter(
                    Limit(NextSide(random), 0, random.Next(1, 40)).With(order => order with { Type = OrderType.Market }),
                    Account(random), $"c-{i}"),
                3 => market.Enter(
                    NextLimit(random).With(order => order with { TimeInForce = TimeInForce.Ioc }), Account(random), null),
                _ => market.Enter(NextLimit(random) with { Time = i }, Account(random), $"c-{i}"),
            };
            if (record is not null) records.Add(record);
        }
        return records;
    }

    /// <summary>
    /// Executes commands of every kind, whose small ids stand for the orders that were entered last, exits included.
    /// </summary>
    public static IEnumerable<MarketRecord> Execute(Market market, IEnumerable<BookCommand> commands)
    {
        var numbers = new List<long>();
        foreach (var command in commands)
        {
            var order = command with
            {
                OrderId = NumberOf(command.OrderId),
                LinkedOrderId = NumberOf(command.LinkedOrderId),
                NewOrderId = 0,
            };
            var record = command.Kind == BookCommandKind.New
                ? market.Enter(order, $"account-{command.Account}", $"c-{market.Sequence}", tag: TagOf(command))
                : market.Execute(order, out _, clientOrderId: NewIdOf(command, market));
            if (record is null) continue;
            numbers.AddRange(record.Entered().Select(entered => entered.OrderId));
            yield return record;
        }
        static string? TagOf(in BookCommand command) => command.OrderId % 3 is > 0 and var tag ? $"tag-{tag}" : null;
        static string? NewIdOf(in BookCommand command, Market market) =>
            command.Kind == BookCommandKind.Replace && command.Spec.Quantity % 2 == 0 ? $"r-{market.Sequence}" : null;
        long NumberOf(long id) => id == 0 || id > numbers.Count ? id : numbers[^(int)id];
    }

    private static BookCommand NextLimit(Random random) => Limit(NextSide(random), random.Next(95, 106), random.Next(1, 30));

    private static Side NextSide(Random random) => random.Next(2) == 0 ? Side.Buy : Side.Sell;

    private static string Account(Random random) => "account-" + random.Next(4);
}
