using TradingOps.Engine.Books;

namespace TradingOps.Grains.Orders;

/// <summary>Wire form of <see cref="OrderInstructions"/>.</summary>
[GenerateSerializer]
[Alias("tradingops.order-instructions")]
public struct OrderInstructionsSurrogate
{
    /// <summary>The 5 bytes of <see cref="OrderInstructions.WriteTo"/>.</summary>
    [Id(0)] internal byte[] Bytes;
}
