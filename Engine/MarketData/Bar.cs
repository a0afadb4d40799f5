namespace TradingOps.Engine.MarketData;

/// <summary>
/// The trades of one stretch of time. Open and close of a second, a minute and a day are the first and the last trade that was
/// reported; those of longer bars are the open of the first and the close of the last bar in them.
/// </summary>
/// <param name="Start">Begin of the stretch, microseconds since the Unix epoch.</param>
/// <param name="Open">Price of the first trade, in currency.</param>
/// <param name="High">Highest price.</param>
/// <param name="Low">Lowest price.</param>
/// <param name="Close">Price of the last trade.</param>
/// <param name="Volume">Shares or contracts traded.</param>
/// <param name="Value">Sum of price times quantity.</param>
/// <param name="Count">Number of trades; 1 or more.</param>
public readonly record struct Bar(
    long Start, decimal Open, decimal High, decimal Low, decimal Close, decimal Volume, decimal Value, long Count)
{
    /// <summary>Volume-weighted average price, in currency.</summary>
    public decimal Vwap => Value / Volume;

    /// <summary>The bar of one trade.</summary>
    public static Bar Of(long start, in TradePrint trade) =>
        new(start, trade.Price, trade.Price, trade.Price, trade.Price, trade.Quantity, trade.Price * trade.Quantity, 1);

    /// <summary>This bar with the trades of another one, which were reported later. The start stays.</summary>
    public Bar Plus(in Bar later) => this with
    {
        High = Math.Max(High, later.High),
        Low = Math.Min(Low, later.Low),
        Close = later.Close,
        Volume = Volume + later.Volume,
        Value = Value + later.Value,
        Count = Count + later.Count,
    };
}
