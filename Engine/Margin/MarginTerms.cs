using TradingOps.Engine.Accounts;

namespace TradingOps.Engine.Margin;

/// <summary>What the margin of an account depends on besides its positions and orders.</summary>
public sealed class MarginTerms
{
    /// <summary>Less than this carries nothing.</summary>
    private const decimal LeastLeverage = 0.01m;

    private readonly AccountLimits _limits;

    /// <summary>The terms of an account, as they are now.</summary>
    public MarginTerms(Account account)
    {
        (_limits, Day) = (account.Limits, account.Day);
        var leverage = Model == MarginModel.Cash ? Math.Min(1, _limits.Leverage) : _limits.Leverage;
        StockShare = 1 / Math.Max(LeastLeverage, leverage);
    }

    /// <summary>By which rules.</summary>
    public MarginModel Model => _limits.Margin;

    /// <summary>The trading day, from which the time to an expiry counts.</summary>
    public DateOnly Day { get; }

    /// <summary>Equity that carries one unit of value of stock.</summary>
    public decimal StockShare { get; }

    /// <summary>Whether an account has these terms still.</summary>
    public bool AreOf(Account account) => ReferenceEquals(account.Limits, _limits) && account.Day == Day;
}
