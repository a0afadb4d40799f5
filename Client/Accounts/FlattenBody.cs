using TradingOps.Client.Problems;

namespace TradingOps.Client.Accounts;

/// <summary>What is to be flat: a symbol, or everything.</summary>
internal sealed record FlattenBody : StrictBody
{
    public string? Symbol { get; init; }
}
