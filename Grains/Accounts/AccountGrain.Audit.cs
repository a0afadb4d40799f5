using System.Collections.Immutable;
using TradingOps.Engine.Accounts;
using TradingOps.Engine.Books;
using TradingOps.Engine.Instruments;
using TradingOps.Grains.Audit;

namespace TradingOps.Grains.Accounts;

// What the account states to the audit: in one turn, so that all of it is of one moment.
public sealed partial class AccountGrain
{
    /// <inheritdoc/>
    public Task<AccountStatement?> GetStatement()
    {
        if (!_journal.IsOpened) return Task.FromResult<AccountStatement?>(null);
        var expected = Account.CashIn;
        var markets = ImmutableArray.CreateBuilder<MarketStatementView>();
        foreach (var (symbol, cursor) in Account.Cursors)
        {
            var instrument = catalogue[symbol];
            var position = Account.PositionIn(symbol) ?? new Position(symbol);
            var paid = position.RealizedPnl + position.Fees - position.OpenCost * instrument.Multiplier;
            expected += instrument.AssetClass == AssetClass.Futures ? position.RealizedPnl : paid - position.Fees;
            markets.Add(State(symbol, cursor.Number, position.Quantity, paid));
        }
        return Task.FromResult<AccountStatement?>(new(Account.Id, Account.Cash, expected, markets.DrainToImmutable()));
    }

    private MarketStatementView State(string symbol, long number, decimal quantity, decimal paid)
    {
        long buys = 0, sells = 0;
        foreach (var order in Account.OpenOrders)
        {
            if (order.Symbol != symbol) continue;
            if (order.Side == Side.Buy) buys += order.Remaining;
            else sells += order.Remaining;
        }
        var held = Account.ReservationIn(symbol);
        return new(symbol, number, quantity, paid, buys, sells, held.BuyLots, held.SellLots);
    }
}
