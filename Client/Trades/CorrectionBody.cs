using TradingOps.Bodies;

namespace TradingOps.Client.Trades;

/// <summary>The price that a trade is to have, and why.</summary>
internal sealed record CorrectionBody : StrictBody
{
    public decimal? Price { get; init; }

    public string? Reason { get; init; }
}
