namespace TradingOps.Engine.Accounts;

/// <summary>What a fill costs; negative for a rebate.</summary>
/// <param name="PerUnit">Currency per share or contract.</param>
/// <param name="BasisPoints">Hundredths of a percent of the notional.</param>
public sealed record FeeRate(decimal PerUnit = 0, decimal BasisPoints = 0)
{
    /// <summary>Decimals that a fee is rounded to, half to even.</summary>
    public const int Decimals = 6;

    /// <summary>The fee of a fill.</summary>
    /// <param name="quantity">Shares or contracts, of any sign.</param>
    /// <param name="notional">Quantity times price times multiplier, of any sign.</param>
    public decimal Of(decimal quantity, decimal notional) =>
        Math.Round(Math.Abs(quantity) * PerUnit + Math.Abs(notional) * BasisPoints / 10_000, Decimals);
}
