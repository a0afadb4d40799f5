using System.Diagnostics.CodeAnalysis;
using Microsoft.OpenApi;
using TradingOps.Bodies;
using TradingOps.Client.Problems;
using TradingOps.Engine.Errors;

namespace TradingOps.Client.Parameters;

/// <summary>A time with an offset (RFC 3339); see <see cref="OffsetTime"/>.</summary>
/// <param name="Name">Its name.</param>
internal sealed record TimeParameter(string Name) : Parameter(Name)
{
    /// <summary>The time, null without one, or the problem to answer.</summary>
    public bool TryRead(HttpRequest request, out DateTimeOffset? time, [NotNullWhen(false)] out ProblemResult? problem)
    {
        var text = ValueOf(request);
        var isTime = OffsetTime.TryParse(text, out var read);
        time = isTime ? read : null;
        problem = isTime || text is null
            ? null
            : Problem.Of(TradingError.InvalidTime, $"{Name} '{Excerpt.Of(text)}' is not {OffsetTime.Allowed}");
        return problem is null;
    }

    protected override OpenApiSchema ToSchema() => new() { Type = JsonSchemaType.String, Format = "date-time" };
}
