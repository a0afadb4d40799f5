using TradingOps.Engine.Accounts;
using TradingOps.Grains.Firm;

namespace TradingOps.Grains.Accounts;

// What the account tells the firm, and its samples of the equity.
public sealed partial class AccountGrain
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(250);

    /// <summary>Prices move without a fill: an account with positions reports so often at least.</summary>
    private static readonly TimeSpan ReportPositionsEvery = TimeSpan.FromSeconds(1);

    /// <summary>A report may have been lost: every account that is awake reports so often at least.</summary>
    private static readonly TimeSpan ReportEvery = TimeSpan.FromSeconds(5);

    private (long Sequence, long Applied) _reported;
    private long _reportedAt;

    /// <inheritdoc/>
    public async Task<AccountReport?> GetReport()
    {
        if (await GetAccount() is not { } view) return null;
        // A price that is not the market's of now is no mark to be measured by.
        if (!view.IsStale) Account.Sample(view.Equity);
        return new()
        {
            At = clock.GetMicroseconds(),
            Account = view,
            CashMoved = Account.Equity.CashMoved,
            Positions = [.. Account.Positions.Where(p => p.Quantity != 0).Select(ToFigures)],
            Use = MeasureUse(view),
            IsOutside = Account.Limits.IsOutside,
        };
    }

    private async Task ReportAsync(CancellationToken cancellationToken)
    {
        var since = clock.GetElapsedTime(_reportedAt);
        var now = (_journal.Sequence, _feed.Applied);
        var isDue = now != _reported || since >= ReportEvery
            || (since >= ReportPositionsEvery && Account.Positions.Any(p => p.Quantity != 0));
        if (!isDue) return;
        (_reported, _reportedAt) = (now, clock.GetTimestamp());
        await LearnMarksAsync([]);
        await EnsureDayAsync();
        if (await GetReport() is { } report) firm.Add(report);
    }

    private SymbolFigures ToFigures(Position position)
    {
        var view = ToView(position);
        return new(view.Symbol, view.Quantity, view.MarketValue, view.UnrealizedPnl);
    }

    private LimitUse MeasureUse(AccountView view)
    {
        var limits = Account.Limits;
        var rate = Share(_pace.CountAt(clock.GetMicroseconds()), limits.MaxOrdersPerSecond);
        var orders = Share(Account.OpenOrders.Count, limits.MaxOpenOrders);
        var power = limits.CheckBuyingPower ? Share(view.Margin, Math.Max(0, view.Equity) * limits.Leverage) : 0;
        return new(Math.Max(rate, orders), Share(LargestPosition(), limits.MaxPosition), power);

        static decimal Share(decimal used, decimal limit) => limit == 0 ? 0 : Math.Round(used / limit, 6);
    }

    /// <summary>The largest position that could come of what is open.</summary>
    private decimal LargestPosition()
    {
        var largest = 0m;
        foreach (var position in Account.Positions) largest = Math.Max(largest, Math.Abs(position.Quantity));
        foreach (var (symbol, held) in Account.Reservations)
        {
            var instrument = catalogue[symbol];
            var position = Account.PositionIn(symbol)?.Quantity ?? 0;
            largest = Math.Max(largest, Math.Max(
                position + instrument.ToQuantity(held.BuyLots), instrument.ToQuantity(held.SellLots) - position));
        }
        return largest;
    }
}
