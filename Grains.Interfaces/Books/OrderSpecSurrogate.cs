using TradingOps.Engine.Books;

namespace TradingOps.Grains.Books;

/// <summary>Wire form of <see cref="OrderSpec"/>.</summary>
[GenerateSerializer]
[Alias("tradingops.order-spec")]
public struct OrderSpecSurrogate
{
    /// <summary>The order, as <see cref="OrderSpec.ToBytes"/> makes it.</summary>
    [Id(0)] internal byte[] Bytes;
}
