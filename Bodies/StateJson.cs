using System.Text.Json.Serialization;
using TradingOps.Bodies.Accounts;
using TradingOps.Bodies.Books;
using TradingOps.Bodies.Breakers;
using TradingOps.Bodies.Incidents;
using TradingOps.Bodies.Instruments;
using TradingOps.Bodies.Orders;

namespace TradingOps.Bodies;

/// <summary>The JSON of things as they stand: as the API answers them.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, Converters = [typeof(UtcTimeConverter)])]
[JsonSerializable(typeof(AccountBody))]
[JsonSerializable(typeof(BookBody))]
[JsonSerializable(typeof(BreakerBody))]
[JsonSerializable(typeof(IncidentBody))]
[JsonSerializable(typeof(InstrumentBody))]
[JsonSerializable(typeof(OrderBody))]
[JsonSerializable(typeof(PositionBody))]
internal sealed partial class StateJson : JsonSerializerContext;
