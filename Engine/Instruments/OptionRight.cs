namespace TradingOps.Engine.Instruments;

/// <summary>What the holder of an option may do.</summary>
public enum OptionRight : byte
{
    /// <summary>Buy the underlying at the strike.</summary>
    Call = 0,

    /// <summary>Sell the underlying at the strike.</summary>
    Put = 1,
}
