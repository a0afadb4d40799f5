using TradingOps.Engine.Instruments;

namespace TradingOps.Engine.Pricing;

/// <summary>
/// Theoretical values of European options without dividends and interest, in currency a share. In binary floating point: only
/// what is rounded afterwards may use it. Source: Hull, Options, Futures, and Other Derivatives, chapters 15 and 19.
/// </summary>
internal static class BlackScholes
{
    private const double LeastVolatility = 1e-4;
    private const double MostVolatility = 10;
    private const int Steps = 60;

    /// <summary>What an option is worth.</summary>
    /// <param name="right">Call or put.</param>
    /// <param name="price">Price of the underlying; above 0.</param>
    /// <param name="strike">Strike price; above 0.</param>
    /// <param name="years">Time to expiry; above 0.</param>
    /// <param name="volatility">A year, as a share of 1; above 0.</param>
    public static double Value(OptionRight right, double price, double strike, double years, double volatility)
    {
        var deviation = volatility * Math.Sqrt(years);
        var d1 = Math.Log(price / strike) / deviation + deviation / 2;
        var call = price * Normal(d1) - strike * Normal(d1 - deviation);
        return right == OptionRight.Call ? call : call - price + strike;
    }

    /// <summary>The volatility at which an option is worth an amount, or the nearest that is looked for, 0.0001 to 10.</summary>
    public static double ImpliedVolatility(OptionRight right, double price, double strike, double years, double value)
    {
        var (low, high) = (LeastVolatility, MostVolatility);
        for (var step = 0; step < Steps; step++)
        {
            var middle = (low + high) / 2;
            if (Value(right, price, strike, years, middle) < value) low = middle;
            else high = middle;
        }
        return high;
    }

    /// <summary>The cumulative normal distribution, to 1e-7 (Abramowitz and Stegun 26.2.17).</summary>
    private static double Normal(double x)
    {
        var t = 1 / (1 + 0.2316419 * Math.Abs(x));
        var tail = Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI)
            * t * (0.319381530 + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
        return x >= 0 ? 1 - tail : tail;
    }
}
