using TradingOps.Engine.Books;

namespace TradingOps.Grains.Orders;

/// <summary>Wire form of <see cref="OrderInstructions"/>.</summary>
[GenerateSerializer]
[Alias("tradingops.order-instructions")]
public struct OrderInstructionsSurrogate
{
    /// <summary>The word of <see cref="OrderInstructions.ToBits"/>.</summary>
    [Id(0)] internal ulong Bits;
}
