using TradingOps.Engine.Accounts;
using TradingOps.Engine.Books;
using TradingOps.Engine.Instruments;
using TradingOps.Engine.Margin;
using TradingOps.Engine.Markets;
using TradingOps.Grains.Accounts;

namespace TradingOps.Grains.Tests.Accounts;

public sealed class AccountStatementsTests
{
    private static readonly InstrumentCatalogue Catalogue = InstrumentCatalogue.CopyDefault();

    private readonly Account _account = new("cash");
    private readonly Market _market = new("AAPL");

    [Fact]
    public void A_bust_may_take_cash_that_is_not_there()
    {
        _account.Open(1_000, 0, default);
        _account.SetLimits(new() { Margin = MarginModel.Cash });
        Trade(Side.Buy, 100_00);
        var sale = Trade(Side.Sell, 150_00);
        Trade(Side.Buy, 140_00);
        Assert.Equal(100, _account.Cash);
        Assert.True(AccountStatements.Of(_account, Catalogue).IsCashAccount);

        var bust = TradeBust.Of(sale, 1, "ann")!;
        Follow(_market.Positions.Bust(bust, 9, "wrong price", new("ann"), needsTwo: false)!);
        var restored = new Account(AccountJson.DecodeCheckpoint(AccountJson.Encode(_account.ToCheckpoint())));
        foreach (var account in new[] { _account, restored, _account.Copy() })
        {
            var statement = AccountStatements.Of(account, Catalogue);
            Assert.Equal((-1_400, -1_400), (statement.Cash, statement.ExpectedCash));
            Assert.False(statement.IsCashAccount);
        }
    }

    private MarketRecord Trade(Side side, long price)
    {
        Follow(_market.Enter(MarketScripts.Limit(side == Side.Buy ? Side.Sell : Side.Buy, price, 10), "other", null));
        var record = _market.Enter(MarketScripts.Limit(side, price, 10), "cash", null);
        Follow(record);
        return record;
    }

    private void Follow(MarketRecord record)
    {
        foreach (var report in record.Reports().Where(r => r.Account == "cash")) _account.Apply(report, Catalogue["AAPL"]);
    }
}
