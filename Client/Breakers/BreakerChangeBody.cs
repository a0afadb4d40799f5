using TradingOps.Bodies;
using TradingOps.Client.Parameters;
using TradingOps.Client.Problems;
using TradingOps.Engine.Errors;

namespace TradingOps.Client.Breakers;

/// <summary>Why a breaker is to change.</summary>
internal record BreakerChangeBody : StrictBody
{
    /// <summary>Most characters of a reason.</summary>
    public const int MaxReasonLength = 256;

    public string? Reason { get; init; }

    /// <summary>The reason as it is stored.</summary>
    internal string? CleanReason => PlainText.Clean(Reason);

    /// <summary>What is wrong with it; null if nothing is.</summary>
    public ProblemResult? Check() => CheckReason(Reason);

    /// <summary>What is wrong with a reason; null if nothing is.</summary>
    public static ProblemResult? CheckReason(string? reason) =>
        string.IsNullOrEmpty(PlainText.Clean(reason)) || reason!.Length > MaxReasonLength
            ? Problem.Of(TradingError.InvalidReason, $"reason '{Excerpt.Of(reason)}' must have 1 to {MaxReasonLength} characters")
            : null;
}
