using TradingOps.Bodies;
using TradingOps.Client.Breakers;
using TradingOps.Client.Problems;
using TradingOps.Engine.Errors;

namespace TradingOps.Client.Risk;

/// <summary>The limits of a desk or the firm from now on, in place of those before; and why.</summary>
internal sealed record GroupLimitsChangeBody : StrictBody
{
    public ExposureLimitBody[]? Limits { get; init; }

    public string? Reason { get; init; }

    /// <summary>What is wrong with it; null if nothing is.</summary>
    public ProblemResult? Check()
    {
        if (Limits is null) return Problem.Of(TradingError.MissingField, "field 'limits' is missing: [] for no limit");
        if (ExposureLimitBody.FindWrong("limits", Limits, isOfGroup: true) is { } wrong)
            return Problem.Of(wrong.Code, wrong.Detail);
        return BreakerChangeBody.CheckReason(Reason);
    }
}
