using TradingOps.Engine.Instruments;
using TradingOps.Engine.Pricing;

namespace TradingOps.Engine.Margin;

/// <summary>
/// Risk based margin of stock and options of one underlying: the largest loss at ten prices of it, the volatility that each
/// option is priced at unchanged, and at least an amount a contract. Source: FINRA rule 4210 (g).
/// </summary>
internal static class PortfolioMargin
{
    /// <summary>Least margin of a contract of options, in currency.</summary>
    private const decimal LeastOfContract = 37.50m;

    private const double DaysInYear = 365;
    private const int Decimals = 6;

    private static readonly decimal[] Moves =
        [-0.15m, -0.12m, -0.09m, -0.06m, -0.03m, 0.03m, 0.06m, 0.09m, 0.12m, 0.15m];

    private static readonly decimal[] BroadIndexMoves =
        [-0.08m, -0.064m, -0.048m, -0.032m, -0.016m, 0.012m, 0.024m, 0.036m, 0.048m, 0.06m];

    /// <summary>What stock and options take; futures are passed over.</summary>
    /// <param name="lines">Everything of one underlying.</param>
    /// <param name="underlying">Its price; null if it is not known: then strikes stand for it.</param>
    /// <param name="isBroadIndex">Whether it follows a broad index.</param>
    /// <param name="day">The trading day.</param>
    public static MarginRequirement Of(ReadOnlySpan<MarginLine> lines, decimal? underlying, bool isBroadIndex, DateOnly day)
    {
        var (largest, least) = (0m, 0m);
        var moves = isBroadIndex ? BroadIndexMoves : Moves;
        Span<decimal> lost = stackalloc decimal[moves.Length];
        foreach (ref readonly var line in lines)
        {
            if (line.Quantity == 0) continue;
            switch (line.Instrument.AssetClass)
            {
                case AssetClass.Equity:
                    var value = line.Quantity * line.Price * line.Instrument.Multiplier;
                    for (var i = 0; i < moves.Length; i++) lost[i] -= value * moves[i];
                    break;
                case AssetClass.Options:
                    least += Math.Abs(line.Quantity) * LeastOfContract;
                    AddOption(line, underlying ?? line.Instrument.Strike!.Value, moves, day, lost);
                    break;
            }
        }
        foreach (var loss in lost) largest = Math.Max(largest, loss);
        var taken = Math.Max(least, Math.Round(largest, Decimals));
        return new(taken, taken);
    }

    private static void AddOption(
        in MarginLine line, decimal underlying, decimal[] moves, DateOnly day, Span<decimal> lost)
    {
        var option = line.Instrument;
        if (underlying <= 0) return;
        var (right, strike) = (option.Right!.Value, (double)option.Strike!.Value);
        var years = Math.Max(1, option.Expiry!.Value.DayNumber - day.DayNumber) / DaysInYear;
        var volatility = BlackScholes.ImpliedVolatility(right, (double)underlying, strike, years, (double)line.Price);
        var now = BlackScholes.Value(right, (double)underlying, strike, years, volatility);
        for (var i = 0; i < moves.Length; i++)
        {
            var moved = BlackScholes.Value(right, (double)(underlying * (1 + moves[i])), strike, years, volatility);
            lost[i] -= (decimal)(moved - now) * line.Quantity * option.Multiplier;
        }
    }
}
