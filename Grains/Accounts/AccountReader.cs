using System.Collections.Immutable;
using TradingOps.Engine.Accounts;
using TradingOps.Engine.Breakers;
using TradingOps.Engine.Instruments;
using TradingOps.Engine.Markets;
using TradingOps.Grains.Feeds;
using TradingOps.Grains.Marks;

namespace TradingOps.Grains.Accounts;

/// <summary>
/// The account as its readers and followers see it, valued at the current marks. Used within one grain's turns only.
/// </summary>
internal sealed class AccountReader(
    AccountLog log, ReportFeed feed, AccountValuation valuation, MarkReader markReader, MarkCache marks,
    InstrumentCatalogue catalogue, AccountBreakerControl breaker, FeedSignal changed, IGrainFactory grains, TimeProvider clock)
{
    private const int MaxRefusedInPage = 256;

    private static readonly TimeSpan NoteEvery = TimeSpan.FromSeconds(10);

    private long? _notedAt;

    private Account Account => log.Account;

    private AccountCursor Cursor => new(log.Sequence, feed.Applied);

    /// <summary>The account; null if it was never opened.</summary>
    public async Task<AccountView?> ReadAccountAsync()
    {
        if (!log.IsOpened) return null;
        NoteViewer();
        await markReader.ReadAsync();
        return View();
    }

    /// <summary>Its positions; null if it was never opened.</summary>
    public async Task<ImmutableArray<PositionView>?> ReadPositionsAsync()
    {
        if (!log.IsOpened) return null;
        NoteViewer();
        await markReader.ReadAsync();
        return [.. Account.Positions.Select(View)];
    }

    /// <summary>Ids of its open orders in a symbol.</summary>
    public ImmutableArray<string> ListOpenOrders(string symbol) =>
        [.. Account.OpenOrders.Where(o => o.Symbol == symbol).Select(o => OrderIds.Format(symbol, o.Number))];

    /// <summary>
    /// The page after a cursor; waits a moment if nothing has changed. <see cref="TradingUnavailableException"/> if the journal
    /// cannot be read.
    /// </summary>
    public async Task<AccountFeedPage> ReadFeedAsync(AccountCursor? after)
    {
        if (after is { } at && at == Cursor) await changed.WaitAsync();
        // Before the first await: what happens afterwards belongs to the next page.
        var cursor = Cursor;
        var page = new AccountFeedPage { Cursor = cursor, Positions = [], Refused = [] };
        if (after is { } from && from.Sequence != cursor.Sequence) page = await ReadRefusedAsync(page, from.Sequence);
        return page with
        {
            Account = await ReadAccountAsync(),
            Positions = await ReadPositionsAsync() ?? [],
        };
    }

    /// <summary>The account at the marks that this silo has.</summary>
    public AccountView View()
    {
        var value = valuation.Now();
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
            Margin = value.Margin.Taken,
            MarginModel = Account.Limits.Margin,
            MaintenanceMargin = value.Margin.Maintenance,
            Desk = Account.Desk,
            IsStale = value.IsStale,
            Breaker = breaker.EffectiveState.ToCode(),
        };
    }

    private PositionView View(Position position)
    {
        var instrument = catalogue[position.Symbol];
        var prices = marks[position.Symbol];
        var mark = prices.Price;
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
            IsStale = position.Quantity != 0 && prices.IsStale,
            MarkAge = prices.Age,
            Fees = position.Fees,
            TradePnl = position.TradePnl,
            VariationPnl = position.VariationPnl,
            ExercisePnl = position.ExercisePnl,
            CostMethod = position.Method,
            LastReport = Account.CursorOf(position.Symbol).Number,
            LiquidationValue = prices.Liquidation(position.Quantity) * position.Quantity * instrument.Multiplier,
        };
    }

    // A reader of the account sees the prices of its positions.
    private void NoteViewer()
    {
        if (_notedAt is { } at && clock.GetElapsedTime(at) < NoteEvery) return;
        _notedAt = clock.GetTimestamp();
        foreach (var position in Account.Positions.Where(p => p.Quantity != 0))
            _ = grains.GetOrderBook(position.Symbol).NoteViewer();
    }

    private async Task<AccountFeedPage> ReadRefusedAsync(AccountFeedPage page, long after)
    {
        var (cursor, last, read) = (page.Cursor, after, 0);
        if (after > cursor.Sequence || after < cursor.Sequence - MarketFeed.MaxBehind) return page with { IsReset = true };
        var refused = ImmutableArray.CreateBuilder<OrderChange>();
        await foreach (var (sequence, record) in log.ReadAsync(after + 1))
        {
            if (sequence > cursor.Sequence || read++ == MaxRefusedInPage) break;
            if (sequence != last + 1) return page with { IsReset = true };
            last = sequence;
            if (record.Denied is { } denied) refused.Add(OrderChanges.Of(Account.Id, last, denied, catalogue[denied.Symbol]));
        }
        return page with { Cursor = cursor with { Sequence = last }, Refused = refused.ToImmutable() };
    }
}
