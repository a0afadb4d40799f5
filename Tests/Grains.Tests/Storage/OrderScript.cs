using TradingOps.Engine.Accounts;
using TradingOps.Engine.Books;
using TradingOps.Engine.Markets;
using TradingOps.Silo.Storage;

namespace TradingOps.Grains.Tests.Storage;

/// <summary>
/// Seeded random records of three markets with orders of every kind, and of accounts whose orders were refused before.
/// </summary>
internal static class OrderScript
{
    public static readonly string[] Symbols = ["AAPL", "MSFT", "SPY"];
    public static readonly string[] Accounts = ["account-0", "account-1", "account-2"];

    public static IEnumerable<StoredRecord> Make(int seed, int count)
    {
        var random = new Random(seed);
        var markets = Symbols.Select(symbol => (Symbol: symbol, Records: Records(symbol, random.Next(), count).GetEnumerator()))
            .ToArray();
        for (var i = 1; i <= count; i++)
        {
            if (random.Next(8) == 0)
            {
                yield return Denied(random, i);
                continue;
            }
            var (symbol, records) = markets[random.Next(markets.Length)];
            if (records.MoveNext()) yield return new(symbol, records.Current, null);
        }
    }

    private static IEnumerable<MarketRecord> Records(string symbol, int seed, int count)
    {
        var random = new Random(seed);
        var commands = RandomCommand.Sequence(Enumerable.Range(0, count * 4).Select(_ => random.Next()));
        foreach (var record in MarketScripts.Execute(new(symbol), commands))
        {
            var hasId = record.ClientOrderId is not null && random.Next(5) > 0;
            yield return record with { ClientOrderId = hasId ? symbol + record.ClientOrderId : null };
        }
    }

    private static StoredRecord Denied(Random random, int number)
    {
        var account = Accounts[random.Next(Accounts.Length)];
        var order = new BookCommand
        {
            Kind = BookCommandKind.New,
            Spec = new() { Type = OrderType.Limit, Price = 100, Quantity = 1 },
            Time = number,
        };
        var denied = new DeniedOrder($"rejected-{account}-{number}", Symbols[random.Next(Symbols.Length)],
            random.Next(2) == 0 ? $"d-{number}" : null, order, "max_position", "too much");
        return Record(account, number, denied);
    }

    /// <summary>The record of an order that an account's checks refused.</summary>
    public static StoredRecord Denied(string account, int number, string id) => Record(account, number, new(
        id, Symbols[0], null, new() { Kind = BookCommandKind.New, Spec = new() { Quantity = 1 }, Time = number }, "max_position",
        "too much"));

    private static StoredRecord Record(string account, int number, DeniedOrder denied) =>
        new(account, null, new() { Sequence = number, Time = number, Kind = AccountRecordKind.Denied, Denied = denied });
}
