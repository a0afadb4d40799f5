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

    /// <summary>What the positions take from buying power.</summary>
    public decimal PositionMargin { get; private init; }

    /// <summary>What the orders that could open take from buying power.</summary>
    public decimal OrderMargin { get; private init; }

    /// <summary>What new opening orders may use (<see cref="Margin.BuyingPower"/>).</summary>
    public decimal BuyingPower { get; private init; }

    /// <summary>Whether a position had to be valued at a price that is not its market's of now.</summary>
    public bool IsStale { get; private init; }

    /// <summary>
    /// Values an account. A position whose market has no price is valued at the previous one, or at its average if there never
    /// was one, and the result is stale. What has expired is worth its settlement price as soon as there is one.
    /// </summary>
    public static Valuation Of(Account account, Func<string, Instrument> instruments, Func<string, Mark> marks)
    {
        decimal equity = account.Cash, unrealized = 0, gross = 0, net = 0, positions = 0, orders = 0;
        var stale = false;
        foreach (var position in account.Positions)
        {
            if (position.Quantity == 0) continue;
            var instrument = instruments(position.Symbol);
            var isStale = false;
            var mark = instrument.SettlementPrice
                ?? marks(position.Symbol).Value(position.Quantity, out isStale) ?? position.AveragePrice;
            stale |= isStale;
            var value = position.Quantity * mark * instrument.Multiplier;
            var open = position.UnrealizedPnl(mark, instrument.Multiplier);
            unrealized += open;
            gross += Math.Abs(value);
            net += value;
            positions += Math.Abs(value) * instrument.InitialMargin;
            equity += instrument.AssetClass == AssetClass.Futures ? open : value;
        }
        foreach (var (symbol, held) in account.Reservations)
        {
            if (held.BuyLots == 0 && held.SellLots == 0) continue;
            orders += Margin.OfOrders(instruments(symbol), held, account.PositionIn(symbol)?.Quantity ?? 0, marks(symbol));
        }
        return new()
        {
            Equity = equity,
            UnrealizedPnl = unrealized,
            GrossExposure = gross,
            NetExposure = net,
            PositionMargin = positions,
            OrderMargin = orders,
            BuyingPower = Margin.BuyingPower(account.Limits.Leverage, equity, positions, orders),
            IsStale = stale,
        };
    }
}
