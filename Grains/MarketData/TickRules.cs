using TradingOps.Engine.Instruments;

namespace TradingOps.Grains.MarketData;

/// <summary>What a tick may say, whatever feed it is of: nothing that figures could not be computed with.</summary>
internal static class TickRules
{
    /// <summary>How far the clock of an exchange may be ahead of this one.</summary>
    private const long MaxAhead = 60_000_000;

    /// <summary>What is wrong with a tick, for a person; null if nothing is.</summary>
    /// <param name="tick">The tick.</param>
    /// <param name="instrument">Its instrument.</param>
    /// <param name="now">Microseconds since the Unix epoch.</param>
    public static string? FindWrong(in Tick tick, Instrument instrument, long now)
    {
        if (tick.At < 0 || tick.At > now + MaxAhead) return "the time is before 1970, or more than a minute ahead";
        if (tick.Price is { } price)
            return !IsPrice(price, instrument) ? Explain("price", price, instrument)
                : tick.Quantity <= 0 || !IsSize(tick.Quantity, instrument) ? $"quantity {tick.Quantity} is out of range"
                : null;
        if (tick.Bid is { } bid && !IsPrice(bid, instrument)) return Explain("bid", bid, instrument);
        if (tick.Ask is { } ask && !IsPrice(ask, instrument)) return Explain("ask", ask, instrument);
        if (tick.Bid > tick.Ask) return $"bid {tick.Bid} is above ask {tick.Ask}";
        return IsSize(tick.BidSize, instrument) && IsSize(tick.AskSize, instrument)
            ? null
            : $"size {tick.BidSize} or {tick.AskSize} is out of range";
    }

    private static bool IsPrice(decimal price, Instrument instrument) =>
        Math.Abs(price) <= Instrument.MaxUnits * instrument.TickSize && (price > 0 || instrument.AllowNegative);

    private static bool IsSize(decimal size, Instrument instrument) =>
        size >= 0 && size <= Instrument.MaxUnits * instrument.LotSize;

    private static string Explain(string what, decimal price, Instrument instrument) =>
        $"{what} {price} is not above 0 and at most {Instrument.MaxUnits * instrument.TickSize:0.##}";
}
