using TradingOps.Engine.Settlement;

namespace TradingOps.Grains.Settlement;

/// <summary>Wire form of <see cref="Delivery"/>, which is the Engine's own.</summary>
[GenerateSerializer]
[Alias("tradingops.delivery")]
public struct DeliverySurrogate
{
    [Id(0)] internal string Symbol;
    [Id(1)] internal decimal Shares;
    [Id(2)] internal decimal Payment;
    [Id(3)] internal decimal Cash;
}
