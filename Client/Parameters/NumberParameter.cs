using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;
using Microsoft.OpenApi;
using TradingOps.Bodies;
using TradingOps.Client.Problems;
using TradingOps.Engine.Errors;

namespace TradingOps.Client.Parameters;

/// <summary>A number above 0.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Code">The error of another text; null for one that is called after the parameter.</param>
/// <param name="Maximum">Its largest value; null without a bound here.</param>
internal sealed record NumberParameter(string Name, TradingError? Code = null, int? Maximum = null) : Parameter(Name)
{
    /// <summary>The number, null without one, or the problem to answer.</summary>
    public bool TryRead(HttpRequest request, out decimal? number, [NotNullWhen(false)] out ProblemResult? problem)
    {
        (number, problem) = (null, null);
        if (ValueOf(request) is not { } text) return true;
        if (ExactNumber.TryParse(Encoding.UTF8.GetBytes(text), out var read) && read > 0 && !(read > Maximum))
        {
            number = read;
            return true;
        }
        var detail = $"{Name} '{Excerpt.Of(text)}' is not {Allowed}";
        problem = Code is { } code ? Problem.Of(code, detail) : Problem.OfField(Name, detail);
        return false;
    }

    protected override OpenApiSchema ToSchema() => new()
    {
        Type = JsonSchemaType.Number,
        ExclusiveMinimum = "0",
        Maximum = Maximum?.ToString(CultureInfo.InvariantCulture),
    };

    private string Allowed => Maximum is { } most
        ? $"{ExactNumber.Allowed} above 0 and at most {most}"
        : $"{ExactNumber.Allowed} above 0";
}
