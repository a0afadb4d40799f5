using TradingOps.Engine.Accounts;
using TradingOps.Engine.Instruments;

namespace TradingOps.Engine.Risk;

/// <summary>An account's figures at the marks of some moment, in currency.</summary>
public readonly record struct Valuation
{
    /// <summary>Cash plus the value of equities and options plus the open P&amp;L of futures.</summary>
    public decimal Equity { get; private init; }

    /// <summary>Open P&amp;L over all positions.</summary>
    public decimal UnrealizedPnl { get; private init; }

    /// <summary>Sum of the absolute market values.</summary>
    public decimal GrossExposure { get; private init; }

    /// <summary>Sum of the signed market values.</summary>
    public decimal NetExposure { get; private init; }

    /// <summary>
    /// What new opening orders may use: leverage times equity, less the margin of positions and opening orders.
    /// </summary>
    public decimal BuyingPower { get; private init; }

    /// <summary>Whether a position had to be valued without a price of its market.</summary>
    public bool IsStale { get; private init; }

    /// <summary>
    /// Values an account. A position whose market has no price is valued at its average, and the result is stale.
    /// </summary>
    public static Valuation Of(Account account, Func<string, Instrument> instruments, Func<string, Mark> marks)
    {
        decimal equity = account.Cash, unrealized = 0, gross = 0, net = 0, margin = 0;
        var stale = false;
        foreach (var position in account.Positions)
        {
            if (position.Quantity == 0) continue;
            var instrument = instruments(position.Symbol);
            var price = marks(position.Symbol).For(position.Quantity);
            stale |= price is null;
            var mark = price ?? position.AveragePrice;
            var value = position.Quantity * mark * instrument.Multiplier;
            var open = position.UnrealizedPnl(mark, instrument.Multiplier);
            unrealized += open;
            gross += Math.Abs(value);
            net += value;
            margin += Math.Abs(value) * instrument.InitialMargin;
            equity += instrument.AssetClass == AssetClass.Futures ? open : value;
        }
        foreach (var (symbol, reservation) in account.Reservations)
            margin += OpeningValue(instruments(symbol), reservation, account.PositionIn(symbol)?.Quantity ?? 0);
        return new()
        {
            Equity = equity,
            UnrealizedPnl = unrealized,
            GrossExposure = gross,
            NetExposure = net,
            BuyingPower = account.Limits.Leverage * Math.Max(0, equity) - margin,
            IsStale = stale,
        };
    }

    /// <summary>
    /// Margin of the orders of a symbol as far as they could open a position: orders that only reduce take nothing.
    /// </summary>
    public static decimal OpeningValue(Instrument instrument, in Reservation held, decimal position)
    {
        var buys = Opening(held.BuyLots, held.BuyValue, instrument.ToQuantity(held.BuyLots), Math.Max(0, -position));
        var sells = Opening(held.SellLots, held.SellValue, instrument.ToQuantity(held.SellLots), Math.Max(0, position));
        return (buys + sells) * instrument.TickSize * instrument.LotSize * instrument.Multiplier * instrument.InitialMargin;
    }

    private static decimal Opening(long lots, decimal value, decimal quantity, decimal closable) =>
        lots == 0 || quantity <= closable ? 0 : Math.Abs(value) * (quantity - closable) / quantity;
}
