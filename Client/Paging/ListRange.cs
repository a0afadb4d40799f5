using System.Diagnostics.CodeAnalysis;
using TradingOps.Client.Parameters;
using TradingOps.Client.Problems;
using TradingOps.Engine.Errors;

namespace TradingOps.Client.Paging;

/// <summary>Which time of a list, neither end included, and in which order.</summary>
internal sealed record ListRange(DateTimeOffset? After, DateTimeOffset? Until, bool OldestFirst)
{
    private static readonly TimeParameter AfterTime = new("after");

    private static readonly TimeParameter UntilTime = new("until");

    private static readonly WordParameter<ListDirection> Direction = new(
        "direction", TradingError.InvalidDirection,
        new(("desc", ListDirection.Descending), ("asc", ListDirection.Ascending)), ListDirection.Descending);

    /// <summary>The parameters.</summary>
    public static readonly Parameter[] Parameters = [AfterTime, UntilTime, Direction];

    /// <summary>Reads the parameters, or gives the problem to answer.</summary>
    public static bool TryRead(
        HttpRequest request, [NotNullWhen(true)] out ListRange? range, [NotNullWhen(false)] out ProblemResult? problem)
    {
        range = null;
        if (!AfterTime.TryRead(request, out var after, out problem)
            || !UntilTime.TryRead(request, out var until, out problem)
            || !Direction.TryRead(request, out var direction, out problem)) return false;
        if (after > until)
            problem = Problem.Of(TradingError.InvalidTime, $"after {after:O} is later than until {until:O}");
        else
            range = new(after, until, direction == ListDirection.Ascending);
        return range is not null;
    }
}
