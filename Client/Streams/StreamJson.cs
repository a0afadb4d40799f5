using System.Text.Json.Serialization;
using TradingOps.Bodies;

namespace TradingOps.Client.Streams;

/// <summary>The JSON of events: as the API's, without fields that say nothing.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, Converters = [typeof(UtcTimeConverter)])]
[JsonSerializable(typeof(OpenOrdersBody))]
[JsonSerializable(typeof(BookEventBody))]
[JsonSerializable(typeof(BarEventBody))]
[JsonSerializable(typeof(NoticeBody))]
[JsonSerializable(typeof(SubscribeBody))]
[JsonSerializable(typeof(PingBody))]
internal sealed partial class StreamJson : JsonSerializerContext;
