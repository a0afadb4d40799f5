namespace TradingOps.EndToEnd.Tests.Faults;

/// <summary>An order as a client sends it.</summary>
internal sealed record LoadOrder(
    string Symbol, string Account, string Side, string Type, decimal? LimitPrice, int Qty, string TimeInForce,
        string ClientOrderId)
{
    /// <summary>simple, bracket, oto or oco.</summary>
    public string OrderClass { get; init; } = "simple";

    /// <summary>The exit that takes the profit.</summary>
    public ExitAtLimit? TakeProfit { get; init; }

    /// <summary>The exit that limits the loss.</summary>
    public ExitAtStop? StopLoss { get; init; }

    /// <summary>Names it for good; no field of the order.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public (string Account, string ClientOrderId) Key => (Account, ClientOrderId);

    internal sealed record ExitAtLimit(decimal LimitPrice);

    internal sealed record ExitAtStop(decimal StopPrice, decimal? LimitPrice);
}
