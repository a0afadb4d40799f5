namespace TradingOps.EndToEnd.Tests.Faults;

/// <summary>An order as a client sends it.</summary>
internal sealed record LoadOrder(
    string Symbol, string Account, string Side, string Type, decimal? LimitPrice, int Qty, string TimeInForce,
        string ClientOrderId)
{
    /// <summary>Names it for good; no field of the order.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public (string Account, string ClientOrderId) Key => (Account, ClientOrderId);
}
