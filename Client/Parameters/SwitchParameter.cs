using System.Diagnostics.CodeAnalysis;
using Microsoft.OpenApi;
using TradingOps.Bodies;
using TradingOps.Client.Problems;

namespace TradingOps.Client.Parameters;

/// <summary><c>true</c> or <c>false</c>, which is the default.</summary>
/// <param name="Name">Its name.</param>
internal sealed record SwitchParameter(string Name) : Parameter(Name)
{
    /// <summary>Whether it is on, or the problem to answer.</summary>
    public bool TryRead(HttpRequest request, out bool isOn, [NotNullWhen(false)] out ProblemResult? problem)
    {
        var text = ValueOf(request);
        isOn = text is "true";
        problem = text is null or "true" or "false"
            ? null
            : Problem.OfField(Name, $"{Name} '{Excerpt.Of(text)}' is not true or false");
        return problem is null;
    }

    protected override OpenApiSchema ToSchema() => new() { Type = JsonSchemaType.Boolean, Default = false };
}
