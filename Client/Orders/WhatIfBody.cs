using TradingOps.Engine.Errors;
using TradingOps.Grains.Orders;

namespace TradingOps.Client.Orders;

/// <summary>What an order would do; nothing was sent.</summary>
internal sealed record WhatIfBody(
    bool Accepted, string? Code, string? Detail, WhatIfMarginBody Margin, WhatIfBuyingPowerBody BuyingPower)
{
    public static WhatIfBody From(WhatIfResult result) => new(
        result.Code is null, result.Code?.ToName(), result.Detail, WhatIfMarginBody.From(result),
        WhatIfBuyingPowerBody.From(result));
}
