using System.Text.Json;

namespace TradingOps.Engine.Breakers;

/// <summary>The codes under which states and causes of breakers are known outside: snake_case, stable.</summary>
public static class BreakerCodes
{
    private static readonly Dictionary<BreakerState, string> States = CodesOf<BreakerState>();
    private static readonly Dictionary<BreakerCause, string> Causes = CodesOf<BreakerCause>();
    private static readonly Dictionary<BreakerKind, string> Kinds = CodesOf<BreakerKind>();

    /// <summary>closed, limit_state, half_open, reduce_only, open, isolated or unknown.</summary>
    public static string ToCode(this BreakerState state) => States[state];

    /// <summary>daily_loss, order_rate, manual, ...</summary>
    public static string ToCode(this BreakerCause cause) => Causes[cause];

    /// <summary>firm, account or symbol.</summary>
    public static string ToCode(this BreakerKind kind) => Kinds[kind];

    private static Dictionary<T, string> CodesOf<T>() where T : struct, Enum =>
        Enum.GetValues<T>().ToDictionary(v => v, v => JsonNamingPolicy.SnakeCaseLower.ConvertName(v.ToString()));
}
