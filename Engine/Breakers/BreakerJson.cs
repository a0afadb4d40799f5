using System.Text.Json.Serialization;

namespace TradingOps.Engine.Breakers;

/// <summary>The form of breaker changes in the journal: JSON, since they are few and people read them.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault)]
[JsonSerializable(typeof(BreakerChange))]
internal sealed partial class BreakerJson : JsonSerializerContext;
