namespace TradingOps.Engine.MarketData;

/// <summary>Trades of one second and one trading day that were reported one after the other.</summary>
/// <param name="Day">The trading day.</param>
/// <param name="Bar">The trades; its start is the second.</param>
public readonly record struct TradeRun(DateOnly Day, Bar Bar)
{
    /// <summary>Adds a trade to the last of some runs, or as one more.</summary>
    public static void Add(List<TradeRun> runs, DateOnly day, in TradePrint trade)
    {
        var start = Timeframe.Second.StartOf(trade.Time);
        var bar = MarketData.Bar.Of(start, trade);
        if (runs.Count > 0 && runs[^1] is var last && last.Day == day && last.Bar.Start == start)
            runs[^1] = new(day, last.Bar.Plus(bar));
        else runs.Add(new(day, bar));
    }
}
