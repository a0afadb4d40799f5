using TradingOps.Bodies;
using TradingOps.Grains.Orders;

namespace TradingOps.Client.Orders;

/// <summary>Buying power before and after an order, in currency.</summary>
internal sealed record WhatIfBuyingPowerBody(decimal Before, decimal After)
{
    public static WhatIfBuyingPowerBody From(WhatIfResult result) =>
        new(Rounding.Money(result.Before!.BuyingPower), Rounding.Money(result.After!.BuyingPower));
}
