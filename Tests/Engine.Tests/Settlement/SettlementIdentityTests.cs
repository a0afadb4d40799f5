using TradingOps.Engine.Accounts;
using TradingOps.Engine.Books;
using TradingOps.Engine.Instruments;
using TradingOps.Engine.Settlement;
using static TradingOps.Engine.Tests.Settlement.SettlementDesk;

namespace TradingOps.Engine.Tests.Settlement;

/// <summary>The P&amp;L identity over random lives of contracts.</summary>
public sealed class SettlementIdentityTests
{
    private const int Sequences = 10_000;

    private static readonly string[] Names = ["a", "b", "c", "d"];
    private static readonly string[] Symbols = ["AAPL", Call, Put, Future];

    [Fact]
    public void Cash_and_value_equal_realised_and_unrealised_whatever_was_settled()
    {
        Parallel.For(0, Sequences, seed =>
        {
            var random = new Random(seed);
            var desk = new SettlementDesk { Method = random.GetItems(Enum.GetValues<CostMethod>(), 1)[0] };
            foreach (var name in Names) desk.Account(name);
            for (var step = random.Next(4, 24); step > 0; step--) Move(desk, random);
            if (random.Next(4) > 0) desk.TellDeliveries();
            Check(desk, random);
        });
    }

    private static void Move(SettlementDesk desk, Random random)
    {
        var (one, other) = (Names[random.Next(4)], Names[random.Next(4)]);
        var symbol = Symbols[random.Next(Symbols.Length)];
        var option = random.Next(2) == 0 ? Call : Put;
        switch (random.Next(9))
        {
            case 0:
                desk.EnterPrice(
                    Future, new DateOnly(2026, 11, 2).AddDays(random.Next(10)), OfficialPriceKind.Settlement,
                    random.Next(19_000, 21_000) * 0.25m);
                break;
            case 1 when desk.Market(option).Positions.PositionOf(one) is > 0 and var held && !IsOver(desk, option):
                desk.Exercise(one, option, random.NextInt64(1, held + 1), $"x-{desk.Records.Count}");
                break;
            case 2 when desk.Market(option).Positions.PositionOf(one) > 0 && !IsOver(desk, option):
                desk.Instruct(one, option, random.Next(-5, 6));
                break;
            case 3 when random.Next(3) == 0 && desk.Market(option).Sequence > 0:
                desk.Settle(option, random.Next(15_000, 19_000) * 0.01m);
                break;
            case 4:
                desk.TellDeliveries();
                break;
            case 8 when !IsOver(desk, symbol) && FindTrade(desk, symbol, random) is { } trade:
                desk.Bust(symbol, trade, random.Next(2) == 0 ? null : PriceOf(symbol, random));
                break;
            default:
                if (one != other && !IsOver(desk, symbol))
                    desk.Trade(one, other, symbol, random.Next(1, 9), PriceOf(symbol, random));
                break;
        }
    }

    private static long? FindTrade(SettlementDesk desk, string symbol, Random random)
    {
        var trades = desk.Records.Where(r => r.Symbol == symbol)
            .Where(r => r.Record.Events.Any(e => e.Kind == BookEventKind.Traded)).ToArray();
        return trades.Length == 0 ? null : trades[random.Next(trades.Length)].Record.Sequence;
    }

    private static bool IsOver(SettlementDesk desk, string symbol) =>
        desk.Market(symbol).Book.Session >= SessionState.Expired;

    private static decimal PriceOf(string symbol, Random random) => symbol switch
    {
        "AAPL" => random.Next(15_000, 19_000) * 0.01m,
        Future => random.Next(19_000, 21_000) * 0.25m,
        _ => random.Next(1, 600) * 0.05m,
    };

    private static void Check(SettlementDesk desk, Random random)
    {
        var prices = Symbols.ToDictionary(s => s, s => PriceOf(s, random));
        foreach (var account in desk.Accounts)
        {
            var unrealized = account.Positions.Sum(
                p => p.UnrealizedPnl(prices[p.Symbol], desk.Instrument(p.Symbol).Multiplier));
            var gained = desk.Equity(account, s => prices[s]) - 1_000_000;
            Assert.Equal(Math.Round(gained, 8), Math.Round(account.RealizedPnl + unrealized, 8));
            Assert.Equal(account.RealizedPnl, account.Positions.Sum(p => p.RealizedPnl));
            Assert.All(account.Positions, p =>
                Assert.Equal(p.RealizedPnl, p.TradePnl + p.VariationPnl + p.ExercisePnl - p.Fees));
        }
        // What one gets another gives.
        foreach (var symbol in Symbols) Assert.Equal(0, desk.Accounts.Sum(a => a.PositionIn(symbol)?.Quantity ?? 0));
        var open = desk.Accounts.Sum(a => a.Positions.Where(IsFuture).Sum(p => p.OpenCost * desk.Instrument(Future).Multiplier));
        Assert.Equal(4_000_000, Math.Round(desk.Accounts.Sum(a => a.Cash) - open, 8));
        Assert.Empty(desk.Audit());
    }

    private static bool IsFuture(Position position) =>
        InstrumentCatalogue.Default[position.Symbol].AssetClass == AssetClass.Futures;
}
