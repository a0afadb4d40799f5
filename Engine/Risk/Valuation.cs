using TradingOps.Engine.Accounts;

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

    /// <summary>Values an account by what its symbols add up to.</summary>
    internal static Valuation Of(Account account, in SymbolValue symbols)
    {
        var equity = account.Cash + symbols.Equity;
        return new()
        {
            Equity = equity,
            UnrealizedPnl = symbols.UnrealizedPnl,
            GrossExposure = symbols.GrossExposure,
            NetExposure = symbols.NetExposure,
            PositionMargin = symbols.PositionMargin,
            OrderMargin = symbols.OrderMargin,
            BuyingPower = Margin.BuyingPower(
                account.Limits.Leverage, equity - account.PendingWithdrawals, symbols.PositionMargin, symbols.OrderMargin),
            IsStale = symbols.StalePositions > 0,
        };
    }
}
