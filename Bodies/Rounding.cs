namespace TradingOps.Bodies;

/// <summary>
/// How many digits answers and streams show. The cluster computes and stores exact figures: they are rounded here, on their way
/// out, and nowhere else. Prices of orders and trades are multiples of a tick and stay as they are.
/// </summary>
internal static class Rounding
{
    private const int MoneyDecimals = 2;
    private const int PriceDecimals = 6;
    private const int RatioDecimals = 8;

    /// <summary>An amount of money, to the cent. A total that must equal its parts is the sum of the rounded parts.</summary>
    public static decimal Money(decimal amount) => Math.Round(amount, MoneyDecimals, MidpointRounding.AwayFromZero);

    /// <summary>Whether an amount is whole cents.</summary>
    public static bool IsMoney(decimal amount) => amount == Math.Round(amount, MoneyDecimals);

    /// <summary>A price that is an average or lies between two ticks.</summary>
    public static decimal Price(decimal price) => Math.Round(price, PriceDecimals, MidpointRounding.AwayFromZero);

    /// <summary>A share of a whole.</summary>
    public static decimal Ratio(decimal ratio) => Math.Round(ratio, RatioDecimals, MidpointRounding.AwayFromZero);
}
