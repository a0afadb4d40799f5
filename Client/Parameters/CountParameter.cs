using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Microsoft.OpenApi;
using TradingOps.Bodies;
using TradingOps.Client.Problems;
using TradingOps.Engine.Errors;

namespace TradingOps.Client.Parameters;

/// <summary>A whole number from 1.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Code">The error of a value out of bounds.</param>
/// <param name="Default">Its value where none is given.</param>
/// <param name="Maximum">Its largest value.</param>
internal sealed record CountParameter(string Name, TradingError Code, int Default, int Maximum) : Parameter(Name)
{
    /// <summary>The number, or the problem to answer.</summary>
    public bool TryRead(HttpRequest request, out int count, [NotNullWhen(false)] out ProblemResult? problem)
    {
        count = Default;
        var text = ValueOf(request);
        var isCount = text is null
            || (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out count) && count >= 1 && count <= Maximum);
        problem = isCount ? null : Problem.Of(Code, $"{Name} '{Excerpt.Of(text)}' is not between 1 and {Maximum}");
        return isCount;
    }

    protected override OpenApiSchema ToSchema() => new()
    {
        Type = JsonSchemaType.Integer,
        Default = Default,
        Minimum = "1",
        Maximum = Maximum.ToString(CultureInfo.InvariantCulture),
    };
}
