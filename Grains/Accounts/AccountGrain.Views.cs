using System.Collections.Immutable;
using TradingOps.Engine.Accounts;
using TradingOps.Engine.Breakers;
using TradingOps.Engine.Markets;
using TradingOps.Engine.Risk;

namespace TradingOps.Grains.Accounts;

// What the account is worth at the marks, for its checks and for its readers.
public sealed partial class AccountGrain
{
    /// <inheritdoc/>
    public async Task<AccountView?> GetAccount()
    {
        if (!_journal.IsOpened) return null;
        await LearnMarksAsync([]);
        var value = Value();
        return new()
        {
            Account = Account.Id,
            Cash = Account.Cash,
            Equity = value.Equity,
            StartOfDayEquity = Account.Equity.StartOfDay,
            BuyingPower = value.BuyingPower,
            RealizedPnl = Account.RealizedPnl,
            UnrealizedPnl = value.UnrealizedPnl,
            GrossExposure = value.GrossExposure,
            NetExposure = value.NetExposure,
            OpenOrders = Account.OpenOrders.Count,
            DayPnl = Account.Equity.DayPnl(value.Equity),
            DailyLoss = Account.Equity.DailyLoss(value.Equity),
            HighWaterMark = Account.Equity.HighWaterMark,
            Drawdown = Account.Equity.Drawdown(value.Equity),
            Fees = Account.Fees,
            Margin = value.PositionMargin + value.OrderMargin,
            IsStale = value.IsStale,
            Breaker = EffectiveBreaker.ToCode(),
        };
    }

    /// <inheritdoc/>
    public async Task<ImmutableArray<PositionView>?> GetPositions()
    {
        if (!_journal.IsOpened) return null;
        await LearnMarksAsync([]);
        return [.. Account.Positions.Select(ToView)];
    }

    /// <inheritdoc/>
    public Task<ImmutableArray<string>> ListOpenOrders(string symbol) => Task.FromResult(Account.OpenOrders
        .Where(o => o.Symbol == symbol).Select(o => OrderIds.Format(symbol, o.Number)).ToImmutableArray());

    /// <summary>Asks the markets of positions, and others, that this silo has not heard of lately.</summary>
    private async Task LearnMarksAsync(IEnumerable<string> others)
    {
        var symbols = Account.Positions.Where(p => p.Quantity != 0).Select(p => p.Symbol).Union(others);
        var old = symbols.Where(s => !marks.IsFresh(s)).ToArray();
        if (old.Length > 0) await Task.WhenAll(old.Select(LearnMarkAsync));
    }

    private async Task LearnMarkAsync(string symbol)
    {
        try
        {
            var mark = await GrainFactory.GetOrderBook(symbol).GetMark();
            if (!marks.IsFresh(symbol)) marks.Publish(symbol, new(mark.Bid, mark.Ask, mark.Last));
        }
        catch (Exception e) when (IsUnavailable(e))
        {
            // Its last prices stand, and count as stale when they are old.
            Log.MarketSilent(logger, Account.Id, symbol, e);
        }
    }

    private Valuation Value() => Valuation.Of(Account, symbol => catalogue[symbol], symbol => marks[symbol]);

    private PositionView ToView(Position position)
    {
        var instrument = catalogue[position.Symbol];
        var prices = marks[position.Symbol];
        var isStale = false;
        var mark = instrument.SettlementPrice
            ?? (position.Quantity == 0 ? prices.Last : prices.Value(position.Quantity, out isStale));
        var valued = mark ?? position.AveragePrice;
        return new()
        {
            Symbol = position.Symbol,
            AssetClass = instrument.AssetClass,
            Quantity = position.Quantity,
            AveragePrice = Math.Round(position.AveragePrice, 10),
            Mark = mark,
            MarketValue = position.Quantity * valued * instrument.Multiplier,
            RealizedPnl = position.RealizedPnl,
            UnrealizedPnl = position.UnrealizedPnl(valued, instrument.Multiplier),
            Multiplier = instrument.Multiplier,
            IsStale = isStale,
            MarkAge = prices.Age,
            Fees = position.Fees,
            CostMethod = position.Method,
        };
    }
}
