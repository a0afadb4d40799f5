using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;
using TradingOps.Bodies.Accounts;
using TradingOps.Bodies.Orders;
using TradingOps.Client.Accounts;
using TradingOps.Client.Breakers;
using TradingOps.Client.Incidents;
using TradingOps.Client.Losses;
using TradingOps.Client.MarketData;
using TradingOps.Client.Orders;
using TradingOps.Client.Prices;
using TradingOps.Client.Risk;
using TradingOps.Client.Trades;
using TradingOps.Grains.Incidents;
using TradingOps.Grains.MarketData;

namespace TradingOps.Client.Contract;

/// <summary>Words, lengths and needs of the fields, from where the code that reads them keeps them.</summary>
internal sealed class Fields : IOpenApiSchemaTransformer
{
    private static readonly ILookup<Type, Field> All = new Field[]
    {
        new(typeof(NewOrderBody), "symbol") { IsRequired = true, MaxLength = OrderReader.MaxSymbolLength },
        new(typeof(NewOrderBody), "asset_class") { Words = Words.AssetClasses.Words },
        new(typeof(NewOrderBody), "account") { MaxLength = OrderReader.MaxAccountLength },
        new(typeof(NewOrderBody), "side") { Words = Words.Sides.Words },
        new(typeof(NewOrderBody), "type") { Words = Words.Types.Words },
        new(typeof(NewOrderBody), "time_in_force") { Words = Words.TimesInForce.Words },
        new(typeof(NewOrderBody), "self_trade_prevention") { Words = Words.Preventions.Words },
        new(typeof(NewOrderBody), "trigger") { Words = Words.Triggers.Words },
        new(typeof(NewOrderBody), "order_class") { Words = Words.Classes.Words },
        new(typeof(NewOrderBody), "client_order_id") { MaxLength = OrderReader.MaxClientOrderIdLength },
        new(typeof(NewOrderBody), "tag") { MaxLength = OrderReader.MaxTagLength },
        new(typeof(AmendmentBody), "client_order_id") { MaxLength = OrderReader.MaxClientOrderIdLength },
        new(typeof(AccountChangeBody), "desk") { MaxLength = OrderReader.MaxAccountLength },
        new(typeof(AccountChangeBody), "owner") { MaxLength = AccountChangeBody.MaxOwnerLength },
        new(typeof(OrderBody), "asset_class") { Words = Words.AssetClasses.Words },
        new(typeof(OrderBody), "side") { Words = Words.Sides.Words },
        new(typeof(OrderBody), "type") { Words = Words.Types.Words },
        new(typeof(OrderBody), "time_in_force") { Words = Words.TimesInForce.Words },
        new(typeof(OrderBody), "self_trade_prevention") { Words = Words.Preventions.Words },
        new(typeof(OrderBody), "order_class") { Words = Words.Classes.Words },
        new(typeof(OrderBody), "status") { Words = Words.Statuses.Words },
        new(typeof(FillBody), "liquidity") { Words = Words.Liquidities.Words },
        new(typeof(TradeBody), "side") { Words = Words.Sides.Words },
        new(typeof(TradeBustBody), "status") { Words = TradeBustBody.Statuses },
        new(typeof(CorrectionBody), "price") { IsRequired = true },
        new(typeof(CorrectionBody), "reason") { IsRequired = true, MaxLength = BreakerChangeBody.MaxReasonLength },
        new(typeof(PositionBody), "asset_class") { Words = Words.AssetClasses.Words },
        new(typeof(BreakerChangeBody), "reason") { IsRequired = true, MaxLength = BreakerChangeBody.MaxReasonLength },
        new(typeof(TripBody), "reason") { IsRequired = true, MaxLength = BreakerChangeBody.MaxReasonLength },
        new(typeof(TripBody), "state") { Words = TripBody.States.Words },
        new(typeof(NewPriceBody), "symbol") { MaxLength = OrderReader.MaxSymbolLength },
        new(typeof(NewPriceBody), "kind") { IsRequired = true, Words = PriceWords.Kinds.Words },
        new(typeof(NewPriceBody), "price") { IsRequired = true },
        new(typeof(NewPriceBody), "reason") { IsRequired = true, MaxLength = BreakerChangeBody.MaxReasonLength },
        new(typeof(PriceBody), "kind") { Words = PriceWords.Kinds.Words },
        new(typeof(NewFeedBody), "id") { IsRequired = true, MaxLength = FeedDefinition.MaxIdLength },
        new(typeof(NewFeedBody), "symbols") { IsRequired = true },
        new(typeof(NewFeedBody), "kind") { Words = FeedWords.Kinds.Words },
        new(typeof(NewFeedBody), "format") { Words = FeedWords.Formats.Words },
        new(typeof(NewFeedBody), "target") { Words = FeedWords.Targets.Words },
        new(typeof(FeedBody), "kind") { Words = FeedWords.Kinds.Words },
        new(typeof(FeedBody), "target") { Words = FeedWords.Targets.Words },
        new(typeof(FeedBody), "status") { Words = FeedWords.Statuses.Words },
        new(typeof(FeedChangeBody), "status") { Words = FeedWords.Actions.Words },
        new(typeof(NewTickBody), "feed") { IsRequired = true, MaxLength = FeedDefinition.MaxIdLength },
        new(typeof(NewTickBody), "symbol") { IsRequired = true, MaxLength = OrderReader.MaxSymbolLength },
        new(typeof(GroupLimitsChangeBody), "limits") { IsRequired = true },
        new(typeof(GroupLimitsChangeBody), "reason") { IsRequired = true, MaxLength = BreakerChangeBody.MaxReasonLength },
        new(typeof(ExposureLimitBody), "asset_class") { Words = Words.AssetClasses.Words },
        new(typeof(LocateBody), "qty") { IsRequired = true },
        new(typeof(LocateBody), "reason") { IsRequired = true, MaxLength = BreakerChangeBody.MaxReasonLength },
        new(typeof(ExerciseBody), "symbol") { IsRequired = true, MaxLength = OrderReader.MaxSymbolLength },
        new(typeof(ExerciseBody), "action") { IsRequired = true, Words = PriceWords.Actions.Words },
        new(typeof(ExerciseBody), "reference") { MaxLength = AccountSettingsApi.MaxReferenceLength },
        new(typeof(AccountChangeBody), "margin") { Words = AccountWords.MarginModels.Words },
        new(typeof(MarginBody), "model") { Words = AccountWords.MarginModels.Words },
        new(typeof(LossBody), "status") { Words = LossBody.Statuses },
        new(typeof(CashBody), "amount") { IsRequired = true },
        new(typeof(CashBody), "reference") { IsRequired = true, MaxLength = AccountSettingsApi.MaxReferenceLength },
        new(typeof(NewIncidentBody), "type") { Words = IncidentWords.Types.Words },
        new(typeof(NewIncidentBody), "severity") { IsRequired = true, Words = IncidentWords.Severities.Words },
        new(typeof(NewIncidentBody), "title") { IsRequired = true, MaxLength = NewIncident.MaxTitleLength },
        new(typeof(NewIncidentBody), "detail") { MaxLength = NewIncident.MaxDetailLength },
        new(typeof(NewIncidentBody), "dedup_key") { MaxLength = NewIncident.MaxKeyLength },
        new(typeof(IncidentNoteBody), "note") { MaxLength = NewIncident.MaxDetailLength },
    }.ToLookup(f => f.Body);

    /// <summary>A number that is written as text.</summary>
    private const string NumberPattern = @"^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$";

    public Task TransformAsync(
        OpenApiSchema schema, OpenApiSchemaTransformerContext context, CancellationToken cancellationToken)
    {
        var type = context.JsonTypeInfo.Type;
        // Converters hide what times and numbers are in JSON.
        var isNullable = Nullable.GetUnderlyingType(type) is not null;
        var plain = Nullable.GetUnderlyingType(type) ?? type;
        var hidden = plain == typeof(decimal) ? JsonSchemaType.Number | JsonSchemaType.String : JsonSchemaType.String;
        if (plain == typeof(DateTime) || plain == typeof(DateTimeOffset) || plain == typeof(decimal))
            schema.Type = isNullable ? hidden | JsonSchemaType.Null : hidden;
        if (plain == typeof(decimal)) (schema.Format, schema.Pattern) = ("double", NumberPattern);
        if (plain == typeof(DateTimeOffset)) schema.Format = "date-time";
        // Where a body holds bodies of its own kind, these refer to it and have no fields of their own.
        if (schema.Properties is not null)
            foreach (var field in All[type])
                field.ApplyTo(schema);
        return Task.CompletedTask;
    }
}
