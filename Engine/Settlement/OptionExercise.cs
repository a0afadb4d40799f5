using TradingOps.Engine.Instruments;

namespace TradingOps.Engine.Settlement;

/// <summary>
/// What an option is worth by the price of its underlying, and when it is exercised (OCC Rules 801, 803 and 805).
/// </summary>
public static class OptionExercise
{
    /// <summary>An expiring option that is in the money by this much is exercised without being asked.</summary>
    public const decimal LeastGain = 0.01m;

    private static readonly TimeZoneInfo NewYork = TimeZoneInfo.FindSystemTimeZoneById("America/New_York");
    private static readonly TimeOnly CutOff = new(17, 30);

    /// <summary>Until when instructions for a day are taken: 17:30 New York; microseconds since the Unix epoch.</summary>
    public static long CutOffOf(DateOnly day)
    {
        var local = day.ToDateTime(CutOff);
        return (TimeZoneInfo.ConvertTimeToUtc(local, NewYork) - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
    }

    /// <summary>What exercising is worth, in currency for a unit of price; 0 out of the money.</summary>
    /// <param name="option">The option.</param>
    /// <param name="underlying">Price of the underlying, in currency.</param>
    public static decimal Intrinsic(Instrument option, decimal underlying)
    {
        var delivered = (underlying * SharesOf(option) + option.DeliverableCash) / option.Multiplier;
        var gain = delivered - option.Strike!.Value;
        return Math.Max(0, option.Right == OptionRight.Call ? gain : -gain);
    }

    /// <summary>What exercising one contract moves.</summary>
    public static Delivery DeliveryOf(Instrument option)
    {
        var sign = option.Right == OptionRight.Call ? 1 : -1;
        return new(
            option.Underlying!, sign * SharesOf(option), sign * option.Strike!.Value * option.Multiplier,
            sign * option.DeliverableCash);
    }

    /// <summary>
    /// Why a price cannot be that of an option, or null: it lies between 0 and the underlying, or the strike of a put. A
    /// settlement price is what exercising is worth, to a tick.
    /// </summary>
    /// <param name="option">The option.</param>
    /// <param name="price">The price, in currency.</param>
    /// <param name="kind">What it is.</param>
    /// <param name="underlying">Official price of the underlying on that day, in currency.</param>
    public static string? FindOutOfBounds(Instrument option, decimal price, OfficialPriceKind kind, decimal underlying)
    {
        var most = option.Right == OptionRight.Call ? underlying * SharesOf(option) / option.Multiplier : option.Strike!.Value;
        var intrinsic = Intrinsic(option, underlying);
        if (price < 0 || price > Math.Max(most, intrinsic))
            return $"price {price} is not between 0 and {Math.Max(most, intrinsic)}";
        return kind == OfficialPriceKind.Settlement && Math.Abs(price - intrinsic) > option.TickSize
            ? $"price {price} is not the {intrinsic} that exercising is worth with {option.Underlying} at {underlying}"
            : null;
    }

    private static decimal SharesOf(Instrument option) => option.DeliverableShares ?? option.Multiplier;
}
