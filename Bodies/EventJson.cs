using System.Text.Json.Serialization;
using TradingOps.Bodies.Accounts;
using TradingOps.Bodies.MarketData;
using TradingOps.Bodies.Orders;
using TradingOps.Bodies.Trades;

namespace TradingOps.Bodies;

/// <summary>The JSON of events: as the API's, without fields that say nothing.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, Converters = [typeof(UtcTimeConverter)])]
[JsonSerializable(typeof(LatestPriceBody))]
[JsonSerializable(typeof(OrderEventBody))]
[JsonSerializable(typeof(PositionEventBody))]
[JsonSerializable(typeof(TapeBody))]
[JsonSerializable(typeof(TapeRevisionBody))]
[JsonSerializable(typeof(TickBody))]
internal sealed partial class EventJson : JsonSerializerContext;
