using TradingOps.Engine.Errors;

namespace TradingOps.Grains.Settlement;

/// <summary>What became of an <see cref="ExerciseRequest"/>.</summary>
[GenerateSerializer, Immutable]
[Alias("tradingops.exercise-answer")]
public sealed record ExerciseAnswer
{
    /// <summary>Contracts that were exercised, or that the instruction is for.</summary>
    [Id(0)] public decimal Quantity { get; init; }

    /// <summary>Whether they were exercised now; else it is an instruction for the expiry.</summary>
    [Id(1)] public bool IsExercised { get; init; }

    /// <summary>Why it was refused; null if it was not.</summary>
    [Id(2)] public TradingError? Code { get; init; }

    /// <summary>The same for a person.</summary>
    [Id(3)] public string? Detail { get; init; }

    /// <summary>A refusal.</summary>
    public static ExerciseAnswer Refuse(TradingError code, string detail) => new() { Code = code, Detail = detail };
}
