namespace TradingOps.Engine.Instruments;

/// <summary>What exercising an option moves.</summary>
public enum SettlementMethod : byte
{
    /// <summary>Shares at the strike.</summary>
    Physical = 0,

    /// <summary>Cash: what exercising is worth.</summary>
    Cash = 1,
}
