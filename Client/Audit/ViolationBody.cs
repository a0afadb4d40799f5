using System.Text.Json;
using TradingOps.Grains.Audit;

namespace TradingOps.Client.Audit;

/// <summary>What does not add up.</summary>
internal sealed record ViolationBody(string Invariant, string? Account, string? Symbol, string Detail)
{
    public static ViolationBody From(ViolationView v) =>
        new(JsonNamingPolicy.SnakeCaseLower.ConvertName(v.Invariant.ToString()), v.Account, v.Symbol, v.Detail);
}
