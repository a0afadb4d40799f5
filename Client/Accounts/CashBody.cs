using TradingOps.Bodies;

namespace TradingOps.Client.Accounts;

/// <summary>Cash to move in (positive) or out, once a reference.</summary>
internal sealed record CashBody : StrictBody
{
    public decimal? Amount { get; init; }

    public string? Reference { get; init; }
}
