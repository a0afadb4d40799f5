using TradingOps.Bodies;
using TradingOps.Grains.Orders;

namespace TradingOps.Client.Orders;

/// <summary>Margin before and after an order, in currency.</summary>
internal sealed record WhatIfMarginBody(WhatIfMarginBody.Figures Before, WhatIfMarginBody.Figures After)
{
    public static WhatIfMarginBody From(WhatIfResult result) => new(Of(result.Before!), Of(result.After!));

    private static Figures Of(MarginView margin) => new(Rounding.Money(margin.Initial), Rounding.Money(margin.Maintenance));

    /// <summary>What positions and orders take, and what positions must keep.</summary>
    internal sealed record Figures(decimal Initial, decimal Maintenance);
}
