namespace TradingOps.Grains.Orders;

/// <summary>What is to be changed of an open order; null leaves it as it is.</summary>
/// <param name="Quantity">Whole quantity from now on, with what is filled; shares or contracts.</param>
/// <param name="LimitPrice">In currency.</param>
/// <param name="StopPrice">In currency.</param>
/// <param name="ReduceBy">Shares or contracts that its whole quantity is to be less; in place of a quantity.</param>
/// <param name="Trail">How far a trailing stop stays behind, in currency or percent, as the order has it.</param>
/// <param name="ClientOrderId">The account's own id from now on; earlier ids still find the order.</param>
[GenerateSerializer, Immutable]
[Alias("tradingops.order-amendment")]
public sealed record OrderAmendment(
    decimal? Quantity, decimal? LimitPrice, decimal? StopPrice, decimal? ReduceBy = null, decimal? Trail = null,
    string? ClientOrderId = null)
{
    /// <summary>Most ids that one order has had before the present one.</summary>
    public const int MaxClientOrderIds = 100;
}
