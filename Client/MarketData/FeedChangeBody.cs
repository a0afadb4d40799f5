using System.Diagnostics.CodeAnalysis;
using TradingOps.Bodies;
using TradingOps.Client.Problems;
using TradingOps.Engine.Errors;
using TradingOps.Grains.MarketData;

namespace TradingOps.Client.MarketData;

/// <summary>What a feed is to do from now on, or the recorded time that it is to begin at.</summary>
internal sealed record FeedChangeBody : StrictBody
{
    public string? Status { get; init; }

    public string? At { get; init; }

    /// <summary>What is asked, or the problem to answer.</summary>
    public bool TryRead(
        out (FeedAction Action, DateTimeOffset? At) asked, [NotNullWhen(false)] out ProblemResult? problem)
    {
        (asked, problem) = (default, null);
        if ((Status is null) == (At is null))
            problem = Problem.Of(TradingError.MissingField, "field 'status' or field 'at' is needed, and only one of them");
        else if (At is not null && !OffsetTime.TryParse(At, out _))
            problem = Problem.Of(TradingError.InvalidTime, $"at '{Excerpt.Of(At)}' is not {OffsetTime.Allowed}");
        else if (!FeedWords.Actions.TryRead(Status, FeedAction.Seek, out var action))
            problem = Problem.Of(TradingError.InvalidFeed, FeedWords.Actions.Explain("status", Status));
        else
            asked = (action, OffsetTime.TryParse(At, out var at) ? at : null);
        return problem is null;
    }
}
