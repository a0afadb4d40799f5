using TradingOps.Engine.Instruments;

namespace TradingOps.Engine.Margin;

/// <summary>
/// What one contract of options takes, a share of its underlying, before the multiplier. Sources: FINRA rule 4210 (f)(2), Cboe
/// margin manual.
/// </summary>
/// <param name="model">By which rules: Regulation T or cash.</param>
/// <param name="underlying">Price of the underlying; null if it is not known: then the strike stands for it.</param>
/// <param name="isBroadIndex">Whether the underlying follows a broad index.</param>
internal readonly struct OptionRules(MarginModel model, decimal? underlying, bool isBroadIndex)
{
    private const decimal Share = 0.20m;
    private const decimal BroadIndexShare = 0.15m;
    private const decimal LeastShare = 0.10m;

    /// <summary>A short option on its own: its premium, and what its underlying may move.</summary>
    public decimal Naked(in MarginLine option) => option.Price + Risk(option);

    /// <summary>A short option with a long one that does not expire before it: initial and maintenance.</summary>
    public (decimal Initial, decimal Maintenance) Pair(in MarginLine sold, in MarginLine bought)
    {
        var (k, other) = (sold.Instrument.Strike!.Value, bought.Instrument.Strike!.Value);
        var width = Math.Max(0, sold.Instrument.Right == OptionRight.Call ? other - k : k - other);
        // The short one on its own, or what the two can lose together.
        var initial = Math.Max(0, Math.Min(Naked(sold) + Apart(sold, bought), width + bought.Price - sold.Price));
        return (initial, Math.Max(0, initial - Math.Max(0, bought.Price - sold.Price)));
    }

    /// <summary>
    /// What a long option takes beside a short one that it does not cover. It has no loan value, but the premium of the short one
    /// counts twice in the margin of that.
    /// </summary>
    public decimal Apart(in MarginLine sold, in MarginLine bought) =>
        model == MarginModel.Cash ? bought.Price : Math.Max(0, bought.Price - sold.Price);

    /// <summary>What a short option takes beyond its premium.</summary>
    public decimal Risk(in MarginLine option)
    {
        var instrument = option.Instrument;
        var strike = instrument.Strike!.Value;
        var price = underlying ?? strike;
        var isCall = instrument.Right == OptionRight.Call;
        if (model == MarginModel.Cash) return isCall ? price : Math.Max(0, strike - 2 * option.Price);
        var outOfTheMoney = Math.Max(0, isCall ? strike - price : price - strike);
        return Math.Max(
            (isBroadIndex ? BroadIndexShare : Share) * price - outOfTheMoney, LeastShare * (isCall ? price : strike));
    }
}
