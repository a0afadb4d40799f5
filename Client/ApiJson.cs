using System.Text.Json.Serialization;
using TradingOps.Bodies;
using TradingOps.Bodies.Accounts;
using TradingOps.Bodies.Books;
using TradingOps.Bodies.Breakers;
using TradingOps.Bodies.Incidents;
using TradingOps.Bodies.Instruments;
using TradingOps.Bodies.MarketData;
using TradingOps.Bodies.Orders;
using TradingOps.Client.Accounts;
using TradingOps.Client.Audit;
using TradingOps.Client.AuditTrail;
using TradingOps.Client.Books;
using TradingOps.Client.Breakers;
using TradingOps.Client.Desks;
using TradingOps.Client.Firm;
using TradingOps.Client.Incidents;
using TradingOps.Client.Losses;
using TradingOps.Client.MarketData;
using TradingOps.Client.Orders;
using TradingOps.Client.OrderSockets;
using TradingOps.Client.Prices;
using TradingOps.Client.Problems;
using TradingOps.Client.Risk;
using TradingOps.Client.Trades;

namespace TradingOps.Client;

/// <summary>The JSON of the API: snake_case, numbers also as strings, times with six decimals, no field twice.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    NumberHandling = JsonNumberHandling.AllowReadingFromString, AllowDuplicateProperties = false,
    Converters = [typeof(UtcTimeConverter), typeof(OffsetTimeConverter), typeof(ExactNumberConverter)])]
[JsonSerializable(typeof(AmendmentBody))]
[JsonSerializable(typeof(NewOrderBody))]
[JsonSerializable(typeof(NewOrderBody[]))]
[JsonSerializable(typeof(OrderBody))]
[JsonSerializable(typeof(WhatIfBody))]
[JsonSerializable(typeof(OrderAnswer[]))]
[JsonSerializable(typeof(ProblemBody))]
[JsonSerializable(typeof(SubmitMessage))]
[JsonSerializable(typeof(AmendMessage))]
[JsonSerializable(typeof(CancelMessage))]
[JsonSerializable(typeof(CancelAllMessage))]
[JsonSerializable(typeof(SocketAnswer))]
[JsonSerializable(typeof(OrderBody[]))]
[JsonSerializable(typeof(BookBody))]
[JsonSerializable(typeof(BarBody[]))]
[JsonSerializable(typeof(LatestPriceBody[]))]
[JsonSerializable(typeof(NewFeedBody))]
[JsonSerializable(typeof(FeedBody[]))]
[JsonSerializable(typeof(FeedChangeBody))]
[JsonSerializable(typeof(NewTickBody))]
[JsonSerializable(typeof(ClockBody))]
[JsonSerializable(typeof(TradeBody))]
[JsonSerializable(typeof(TradeBody[]))]
[JsonSerializable(typeof(TradeBustBody))]
[JsonSerializable(typeof(CorrectionBody))]
[JsonSerializable(typeof(AccountBody))]
[JsonSerializable(typeof(AccountBody[]))]
[JsonSerializable(typeof(AccountChangeBody))]
[JsonSerializable(typeof(SettingsBody))]
[JsonSerializable(typeof(CashBody))]
[JsonSerializable(typeof(InstrumentBody))]
[JsonSerializable(typeof(InstrumentBody[]))]
[JsonSerializable(typeof(AuditBody))]
[JsonSerializable(typeof(AuditTrailBody[]))]
[JsonSerializable(typeof(FirmBody))]
[JsonSerializable(typeof(DeskBody))]
[JsonSerializable(typeof(GroupLimitsBody))]
[JsonSerializable(typeof(GroupLimitsChangeBody))]
[JsonSerializable(typeof(DeskBody[]))]
[JsonSerializable(typeof(DeskFlattenedBody[]))]
[JsonSerializable(typeof(PositionBody[]))]
[JsonSerializable(typeof(BreakerChangeBody))]
[JsonSerializable(typeof(TripBody))]
[JsonSerializable(typeof(FlattenBody))]
[JsonSerializable(typeof(FlattenedBody))]
[JsonSerializable(typeof(StatementBody[]))]
[JsonSerializable(typeof(LocateBody))]
[JsonSerializable(typeof(LocatedBody))]
[JsonSerializable(typeof(ExerciseBody))]
[JsonSerializable(typeof(ExercisedBody))]
[JsonSerializable(typeof(NewPriceBody))]
[JsonSerializable(typeof(NewPriceBody[]))]
[JsonSerializable(typeof(PriceBody))]
[JsonSerializable(typeof(PriceBody[]))]
[JsonSerializable(typeof(PriceAnswerBody[]))]
[JsonSerializable(typeof(BreakerBody))]
[JsonSerializable(typeof(BreakerBody[]))]
[JsonSerializable(typeof(NewIncidentBody))]
[JsonSerializable(typeof(IncidentNoteBody))]
[JsonSerializable(typeof(IncidentBody))]
[JsonSerializable(typeof(IncidentBody[]))]
[JsonSerializable(typeof(AlertGroupBody))]
[JsonSerializable(typeof(LossBody))]
[JsonSerializable(typeof(LossBody[]))]
internal sealed partial class ApiJson : JsonSerializerContext;
