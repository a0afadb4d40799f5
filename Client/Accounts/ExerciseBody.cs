using TradingOps.Bodies;

namespace TradingOps.Client.Accounts;

/// <summary>What an account wants of its options.</summary>
internal sealed record ExerciseBody : StrictBody
{
    public string? Symbol { get; init; }

    public decimal? Qty { get; init; }

    public string? Action { get; init; }

    public string? Reference { get; init; }
}
