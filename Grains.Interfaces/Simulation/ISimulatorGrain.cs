namespace TradingOps.Grains.Simulation;

/// <summary>A simulated market maker in one symbol.</summary>
[Alias("tradingops.ISimulatorGrain")]
public interface ISimulatorGrain : IGrainWithStringKey
{
    /// <summary>The account that quotes; reserved for the simulation.</summary>
    const string MarketMaker = "market-maker";

    /// <summary>Starts to quote, unless it does.</summary>
    [Alias("Start")]
    Task Start();
}
