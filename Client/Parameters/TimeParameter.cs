using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Microsoft.OpenApi;
using TradingOps.Client.Problems;
using TradingOps.Engine.Errors;

namespace TradingOps.Client.Parameters;

/// <summary>A moment as ISO 8601 writes it, in UTC unless it names an offset; a date alone is its midnight.</summary>
/// <param name="Name">Its name.</param>
internal sealed record TimeParameter(string Name) : Parameter(Name)
{
    private static readonly string[] Forms = ["yyyy-MM-dd", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK"];

    /// <summary>The moment, null without one, or the problem to answer.</summary>
    public bool TryRead(HttpRequest request, out DateTimeOffset? time, [NotNullWhen(false)] out ProblemResult? problem)
    {
        var text = ValueOf(request);
        var isTime = DateTimeOffset.TryParseExact(
            text, Forms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
            out var read);
        time = isTime ? read : null;
        problem = isTime || text is null
            ? null
            : Problem.Of(TradingError.InvalidTime, $"{Name} '{Excerpt.Of(text)}' is not a time such as 2026-01-05T14:30:00Z");
        return problem is null;
    }

    protected override OpenApiSchema ToSchema() => new() { Type = JsonSchemaType.String };
}
