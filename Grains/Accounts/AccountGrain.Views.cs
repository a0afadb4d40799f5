using System.Collections.Immutable;
using TradingOps.Engine.Accounts;
using TradingOps.Engine.Breakers;
using TradingOps.Engine.Markets;
using TradingOps.Engine.Risk;

namespace TradingOps.Grains.Accounts;

// What the account is worth at the marks, for its checks and for its readers.
public sealed partial class AccountGrain
{
    private static readonly TimeSpan KeepMarksEvery = TimeSpan.FromMilliseconds(500);

    private Task _keepingMarks = Task.CompletedTask;
    private long? _marksKeptAt;

    /// <inheritdoc/>
    public async Task<AccountView?> GetAccount()
    {
        if (!_journal.IsOpened) return null;
        await LearnMarksAsync();
        return ToView(_valuation.Now());
    }

    /// <inheritdoc/>
    public async Task<ImmutableArray<PositionView>?> GetPositions()
    {
        if (!_journal.IsOpened) return null;
        await LearnMarksAsync();
        return [.. Account.Positions.Select(ToView)];
    }

    /// <inheritdoc/>
    public Task<ImmutableArray<string>> ListOpenOrders(string symbol) => Task.FromResult(Account.OpenOrders
        .Where(o => o.Symbol == symbol).Select(o => OrderIds.Format(symbol, o.Number)).ToImmutableArray());

    /// <summary>Asks the markets of positions that this silo has not heard of lately.</summary>
    private Task LearnMarksAsync() => Task.WhenAll(_valuation.ListUnheard().Select(LearnMarkAsync));

    /// <summary>
    /// The same, unless it was done half a second ago at most: then those that were asked are waited for. So what an order costs
    /// does not follow from how many positions there are, and no mark that it is checked by was let grow older than 1.5 s.
    /// </summary>
    private Task KeepMarksAsync()
    {
        if (_marksKeptAt is { } at && clock.GetElapsedTime(at) < KeepMarksEvery) return _keepingMarks;
        _marksKeptAt = clock.GetTimestamp();
        return _keepingMarks = LearnMarksAsync();
    }

    /// <summary>The same, with the markets of orders.</summary>
    private Task KeepMarksAsync(IEnumerable<string> symbols) => Task.WhenAll(
        [KeepMarksAsync(), .. symbols.Distinct(StringComparer.Ordinal).Where(s => !marks.IsFresh(s)).Select(LearnMarkAsync)]);

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

    private AccountView ToView(in Valuation value) => new()
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
