using TradingOps.Engine.Accounts;
using TradingOps.Engine.Margin;

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

    /// <summary>What positions and orders take from the equity.</summary>
    public MarginFigures Margin { get; private init; }

    /// <summary>What new opening orders may use.</summary>
    public decimal BuyingPower { get; private init; }

    /// <summary>Whether a position had to be valued at a price that is not its market's of now.</summary>
    public bool IsStale { get; private init; }

    /// <summary>
    /// What new opening orders may use: the equity, less what positions and opening orders take. Orders that reduce give nothing
    /// back before they are filled.
    /// </summary>
    /// <param name="equity">In currency, of any sign.</param>
    /// <param name="positions">What positions take of it.</param>
    /// <param name="orders">What orders take of it.</param>
    public static decimal BuyingPowerOf(decimal equity, decimal positions, decimal orders) =>
        Math.Max(0, equity) - positions - orders;

    /// <summary>Values an account by what its symbols, and their underlyings, add up to.</summary>
    /// <param name="account">The account.</param>
    /// <param name="cash">Cash that it has more.</param>
    /// <param name="symbols">Sum of its symbols.</param>
    /// <param name="margin">Sum of their underlyings.</param>
    internal static Valuation Of(Account account, decimal cash, in SymbolValue symbols, in MarginFigures margin)
    {
        var equity = account.Cash + cash + symbols.Equity;
        return new()
        {
            Equity = equity,
            UnrealizedPnl = symbols.UnrealizedPnl,
            GrossExposure = symbols.GrossExposure,
            NetExposure = symbols.NetExposure,
            Margin = margin,
            BuyingPower = BuyingPowerOf(equity - account.PendingWithdrawals, margin.Initial, margin.Orders),
            IsStale = symbols.StalePositions > 0,
        };
    }
}
