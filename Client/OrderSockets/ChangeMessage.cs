using TradingOps.Client.Problems;
using TradingOps.Engine.Markets;

namespace TradingOps.Client.OrderSockets;

/// <summary>A message about one order that was entered before.</summary>
internal abstract record ChangeMessage : OrderMessage
{
    public string? OrderId { get; init; }

    internal override string? Lane => OrderId is not null && OrderIds.TryParse(OrderId, out var symbol, out _) ? symbol : "";

    internal override ProblemBody? FindWrong() => OrderId is null ? Missing("order_id") : null;
}
