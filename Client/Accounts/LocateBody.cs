using TradingOps.Bodies;

namespace TradingOps.Client.Accounts;

/// <summary>How many shares of a stock are located to be borrowed from now on.</summary>
internal sealed record LocateBody : StrictBody
{
    public decimal? Qty { get; init; }

    public string? Reason { get; init; }
}
