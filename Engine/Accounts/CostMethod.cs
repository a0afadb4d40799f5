namespace TradingOps.Engine.Accounts;

/// <summary>Which of the open fills a closing fill closes.</summary>
public enum CostMethod
{
    /// <summary>A share of all of them, at their average.</summary>
    Average = 0,

    /// <summary>The oldest first.</summary>
    Fifo = 1,

    /// <summary>Those of the oldest trading day first, at the average of that day.</summary>
    DailyFifo = 2,
}
