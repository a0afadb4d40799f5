using System.Diagnostics.CodeAnalysis;
using System.Text.Json.Nodes;
using Microsoft.OpenApi;
using TradingOps.Bodies.Orders;
using TradingOps.Client.Problems;
using TradingOps.Engine.Errors;

namespace TradingOps.Client.Parameters;

/// <summary>One of a closed set of words.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Code">The error of another word.</param>
/// <param name="Words">The words.</param>
/// <param name="Default">Its value where none is given; null for none.</param>
internal sealed record WordParameter<T>(string Name, TradingError Code, Vocabulary<T> Words, T? Default) : Parameter(Name)
    where T : struct, Enum
{
    /// <summary>The value of the word, null without one, or the problem to answer.</summary>
    public bool TryRead(HttpRequest request, out T? value, [NotNullWhen(false)] out ProblemResult? problem)
    {
        var word = ValueOf(request);
        var isWord = Words.TryRead(word, default, out var read);
        value = word is null ? Default : read;
        problem = isWord ? null : Problem.Of(Code, Words.Explain(Name, word));
        return isWord;
    }

    protected override OpenApiSchema ToSchema() => new()
    {
        Type = JsonSchemaType.String,
        Enum = [.. Words.Words.Select(w => JsonValue.Create(w))],
        Default = Default is { } word ? Words[word] : null,
    };
}
