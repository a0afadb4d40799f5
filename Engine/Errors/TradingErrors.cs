using System.Collections.Frozen;
using System.Reflection;
using System.Text.Json;

namespace TradingOps.Engine.Errors;

/// <summary>The name, status and meaning of each <see cref="TradingError"/>.</summary>
public static class TradingErrors
{
    private static readonly FrozenDictionary<TradingError, string> Names = Enum.GetValues<TradingError>()
        .ToFrozenDictionary(c => c, c => JsonNamingPolicy.SnakeCaseLower.ConvertName(c.ToString()));

    private static readonly FrozenDictionary<string, TradingError> Codes = Names.ToFrozenDictionary(n => n.Value, n => n.Key);

    private static readonly FrozenDictionary<TradingError, ErrorAttribute> Facts = Names.Keys.ToFrozenDictionary(
        c => c, c => typeof(TradingError).GetField(c.ToString())!.GetCustomAttribute<ErrorAttribute>()!);

    /// <summary>The name in answers, such as <c>unknown_order</c>.</summary>
    public static string ToName(this TradingError code) => Names[code];

    /// <summary>The HTTP status, 400 to 599.</summary>
    public static int ToStatus(this TradingError code) => Facts[code].Status;

    /// <summary>What it means, in one sentence.</summary>
    public static string Explain(this TradingError code) => Facts[code].Meaning;

    /// <summary>Whether the same request may succeed later, by the status of the answer: 429 and 503.</summary>
    public static bool IsRetryable(int status) => status is 429 or 503;

    /// <summary>The code of a name; null if no code has it.</summary>
    public static TradingError? Find(string name) => Codes.TryGetValue(name, out var code) ? code : null;
}
