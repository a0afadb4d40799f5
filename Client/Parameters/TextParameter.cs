using System.Diagnostics.CodeAnalysis;
using Microsoft.OpenApi;
using TradingOps.Client.Problems;
using TradingOps.Engine.Errors;

namespace TradingOps.Client.Parameters;

/// <summary>A text with a rule.</summary>
/// <param name="Name">Its name.</param>
/// <param name="MaxLength">Most characters.</param>
/// <param name="Code">The error of a text that breaks the rule.</param>
/// <param name="IsValid">The rule.</param>
/// <param name="Explain">Why a text breaks the rule.</param>
internal sealed record TextParameter(
    string Name, int MaxLength, TradingError Code, Func<string, bool> IsValid, Func<string, string> Explain) : Parameter(Name)
{
    /// <summary>Its value where none is given; null for none.</summary>
    public string? Default { get; init; }

    /// <summary>The text, null without one, or the problem to answer.</summary>
    public bool TryRead(HttpRequest request, out string? text, [NotNullWhen(false)] out ProblemResult? problem)
    {
        text = ValueOf(request) ?? Default;
        problem = null;
        if (IsRequired && string.IsNullOrEmpty(text)) problem = Problem.Of(TradingError.MissingField, $"{Name} is missing");
        else if (text is not null && !IsValid(text)) problem = Problem.Of(Code, Explain(text));
        return problem is null;
    }

    protected override OpenApiSchema ToSchema() =>
        new() { Type = JsonSchemaType.String, MaxLength = MaxLength, Default = Default };
}
