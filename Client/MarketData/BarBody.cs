using TradingOps.Bodies;
using TradingOps.Grains.MarketData;

namespace TradingOps.Client.MarketData;

/// <summary>The trades of one stretch of time.</summary>
internal sealed record BarBody(
    DateTime Start, decimal Open, decimal High, decimal Low, decimal Close, decimal Volume, long Count, decimal Vwap)
{
    public static BarBody From(BarView bar) => new(
        bar.Start.UtcDateTime, bar.Open, bar.High, bar.Low, bar.Close, bar.Volume, bar.Count, Rounding.Price(bar.Vwap));
}
