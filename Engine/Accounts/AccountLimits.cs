using TradingOps.Engine.Instruments;
using TradingOps.Engine.Margin;
using TradingOps.Engine.Risk;

namespace TradingOps.Engine.Accounts;

/// <summary>What an account may do at most. 0 turns a limit off where it says so.</summary>
public sealed record AccountLimits
{
    private const decimal UsualCollar = 0.2m;

    /// <summary>For an account that stands for the outside market, such as a simulated one: nothing is limited.</summary>
    public static AccountLimits None { get; } = new()
    {
        MaxOrdersPerSecond = 0,
        MaxOpenOrders = int.MaxValue,
        MaxOrderQuantity = 0,
        MaxOrderNotional = 0,
        PriceCollar = 0,
        MaxPosition = 0,
        CheckBuyingPower = false,
        IsOutside = true,
    };

    /// <summary>By which rules positions and orders take from buying power.</summary>
    public MarginModel Margin { get; init; }

    /// <summary>
    /// Value of stock as a multiple of the equity that carries it: 2 is the half that Regulation T asks for. Options and futures
    /// know no leverage.
    /// </summary>
    public decimal Leverage { get; init; } = 1;

    /// <summary>New orders and replacements within one second; 0 for any number.</summary>
    public int MaxOrdersPerSecond { get; init; } = 10_000;

    /// <summary>Open orders at one time.</summary>
    public int MaxOpenOrders { get; init; } = 10_000;

    /// <summary>Shares or contracts of one order; 0 for any number.</summary>
    public decimal MaxOrderQuantity { get; init; } = 1_000_000;

    /// <summary>Value of one order, price times quantity times multiplier, in currency; 0 for any.</summary>
    public decimal MaxOrderNotional { get; init; } = 10_000_000;

    /// <summary>
    /// How far through the reference price an order may trade, as a share of it (0.2 is 20 %); 0 for any distance.
    /// </summary>
    public decimal PriceCollar { get; init; } = UsualCollar;

    /// <summary>
    /// How far an order without a limit may trade, as a share of the price that it is expected at; 0 for any distance. A cash
    /// account pays what its orders cost: without a collar of its own they keep to the usual one.
    /// </summary>
    public decimal WorstPriceCollar =>
        PriceCollar == 0 && Margin == MarginModel.Cash && CheckBuyingPower ? UsualCollar : PriceCollar;

    /// <summary>Ticks that an order may always be through the reference price, for prices of few ticks.</summary>
    public int CollarTicks { get; init; } = 20;

    /// <summary>Milliseconds within which an order of the same content is refused; 0 lets them pass.</summary>
    public int DuplicateWindow { get; init; }

    /// <summary>Shares or contracts of one symbol, long or short, if everything that is open were filled; 0 for any.</summary>
    public decimal MaxPosition { get; init; } = 1_000_000;

    /// <summary>Daily loss, as a share of 1, from which on the account may only reduce; 0 for what holds for all.</summary>
    public decimal SoftDailyLoss { get; init; }

    /// <summary>Daily loss, as a share of 1, that stops the account; 0 for what holds for all.</summary>
    public decimal HardDailyLoss { get; init; }

    /// <summary>Drawdown, as a share of 1, that stops the account; 0 for what holds for all.</summary>
    public decimal MaxDrawdown { get; init; }

    /// <summary>Classes that it may open positions in; null or empty for all.</summary>
    public IReadOnlyList<AssetClass>? AssetClasses { get; init; }

    /// <summary>Symbols that it may open positions in; null or empty for all.</summary>
    public IReadOnlyList<string>? Symbols { get; init; }

    /// <summary>Whether it may sell no more than it holds.</summary>
    public bool IsLongOnly { get; init; }

    /// <summary>Limits by asset class and underlying; null or empty for none.</summary>
    public IReadOnlyList<ExposureLimit>? Exposure { get; init; }

    /// <summary>It stands for the outside market and is not counted among the accounts of the firm.</summary>
    public bool IsOutside { get; init; }

    /// <summary>
    /// Whether orders are held against buying power at all.
    /// </summary>
    public bool CheckBuyingPower { get; init; } = true;
}
