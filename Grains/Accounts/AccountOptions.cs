using System.ComponentModel.DataAnnotations;
using TradingOps.Engine.Accounts;
using TradingOps.Engine.Margin;
using TradingOps.Engine.Sessions;
using TradingOps.Grains.Sessions;

namespace TradingOps.Grains.Accounts;

/// <summary>How accounts open and keep their state (<c>Accounts</c>).</summary>
public sealed record AccountOptions
{
    private TradingDays? _days;

    /// <summary>Whether an account opens by its first order.</summary>
    public bool OpenOnFirstOrder { get; init; } = true;

    /// <summary>Cash of an account that opens by its first order, in USD.</summary>
    [Range(typeof(decimal), "0", "1000000000000")]
    public decimal OpeningCash { get; init; } = 1_000_000;

    /// <summary>By which rules margin of such an account is reckoned.</summary>
    public MarginModel Margin { get; init; }

    /// <summary>Value of stock in such an account as a multiple of the equity that carries it.</summary>
    [Range(typeof(decimal), "0", "100")]
    public decimal Leverage { get; init; } = 1;

    /// <summary>Whether such an account has limits. Without, its orders are checked by the breakers only.</summary>
    public bool Limited { get; init; } = true;

    /// <summary>
    /// How far through the reference price orders of a new account may trade, as a share of it; 0 for any distance.
    /// </summary>
    [Range(typeof(decimal), "0", "10")]
    public decimal PriceCollar { get; init; } = new AccountLimits().PriceCollar;

    /// <summary>The limits of such an account.</summary>
    public AccountLimits OpeningLimits => Limited
        ? new() { Margin = Margin, Leverage = Leverage, PriceCollar = PriceCollar }
        : AccountLimits.None with { IsOutside = false, Margin = Margin, Leverage = Leverage };

    /// <summary>Most accounts in all; another one is not opened.</summary>
    [Range(1, 10_000_000)]
    public int MaxAccounts { get; init; } = 100_000;

    /// <summary>Most accounts that one key opens.</summary>
    [Range(1, 10_000_000)]
    public int MaxAccountsPerKey { get; init; } = 10_000;

    /// <summary>Most accounts that one key opens in a minute.</summary>
    [Range(1, 10_000_000)]
    public int MaxNewAccountsPerMinute { get; init; } = 1_000;

    /// <summary>How many accounts there may be.</summary>
    public AccountRegisterLimits RegisterLimits => new(MaxAccounts, MaxAccountsPerKey, MaxNewAccountsPerMinute);

    /// <summary>
    /// Time of day at which a trading day begins, for accounts, the firm, lots and markets without hours; from 12:00 on a day
    /// bears the date of its end.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "23:59:59")]
    public TimeSpan DayBegins { get; init; } = TimeSpan.FromHours(18);

    /// <summary>The time zone of <see cref="DayBegins"/>.</summary>
    [TimeZone]
    public string DayZone { get; init; } = "America/New_York";

    /// <summary>The trading days.</summary>
    public TradingDays Days => _days ??= new(TimeZoneInfo.FindSystemTimeZoneById(DayZone), DayBegins);

    /// <summary>
    /// How often a changed account is checkpointed; what came after is read from the markets' journals at its next start.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "01:00:00")]
    public TimeSpan CheckpointEvery { get; init; } = TimeSpan.FromSeconds(2);
}
