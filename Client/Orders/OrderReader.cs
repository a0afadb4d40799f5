using TradingOps.Bodies;
using TradingOps.Bodies.Orders;
using TradingOps.Client.Problems;
using TradingOps.Engine.Books;
using TradingOps.Engine.Errors;
using TradingOps.Engine.Instruments;
using TradingOps.Grains.Orders;
using TradingOps.Grains.Simulation;

namespace TradingOps.Client.Orders;

/// <summary>Checks the shape of an order; what it means (symbol, tick, lot, risk) is the account's to check.</summary>
internal static class OrderReader
{
    /// <summary>Account of an order that names none.</summary>
    public const string DefaultAccount = "demo";

    /// <summary>Most characters of a symbol.</summary>
    public const int MaxSymbolLength = 32;

    /// <summary>Most characters of an account's id.</summary>
    public const int MaxAccountLength = 64;

    /// <summary>Most characters of a client order id.</summary>
    public const int MaxClientOrderIdLength = 128;

    /// <summary>Most characters of a tag.</summary>
    public const int MaxTagLength = 64;

    /// <summary>The order, or null with the problem to answer.</summary>
    public static OrderRequest? Read(NewOrderBody body, out string account, out ProblemBody? problem)
    {
        account = body.Account ?? DefaultAccount;
        problem = body.DescribeUnknown() is { } unknown ? Bad(TradingError.UnknownField, unknown) : CheckTexts(body, account);
        if (problem is not null) return null;
        if (!Words.Sides.TryRead(body.Side, Side.Buy, out var side))
            return Unknown(TradingError.InvalidSide, "side", body.Side, Words.Sides, out problem);
        if (!Words.Types.TryRead(body.Type, OrderType.Market, out var type))
            return Unknown(TradingError.InvalidType, "type", body.Type, Words.Types, out problem);
        if (!Words.TimesInForce.TryRead(body.TimeInForce, TimeInForce.Day, out var time))
            return Unknown(
                TradingError.InvalidTimeInForce, "time_in_force", body.TimeInForce, Words.TimesInForce, out problem);
        if (!Words.Preventions.TryRead(body.SelfTradePrevention, SelfTradePrevention.CancelNewest, out var prevention))
            return Unknown(
                TradingError.InvalidSelfTradePrevention, "self_trade_prevention", body.SelfTradePrevention, Words.Preventions,
                out problem);
        if (!Words.AssetClasses.TryRead(body.AssetClass, default, out var asset))
            return Unknown(TradingError.InvalidAssetClass, "asset_class", body.AssetClass, Words.AssetClasses, out problem);
        if (!Words.Triggers.TryRead(body.Trigger, TriggerPrice.Last, out var trigger))
            return Unknown(TradingError.InvalidTrigger, "trigger", body.Trigger, Words.Triggers, out problem);
        if (!Words.Classes.TryRead(body.OrderClass, OrderClass.Simple, out var orderClass))
            return Unknown(TradingError.InvalidOrderClass, "order_class", body.OrderClass, Words.Classes, out problem);
        var isPair = orderClass == OrderClass.Oco;
        // The order itself takes the profit of a pair.
        if (isPair && body.Type is null) type = OrderType.Limit;
        if (isPair && CheckPair(body, type) is { } wrong)
        {
            problem = wrong;
            return null;
        }
        return new()
        {
            Symbol = OptionSymbol.WithoutPadding(body.Symbol!),
            Quantity = body.Qty ?? 0,
            Notional = body.Notional,
            AssetClass = body.AssetClass is null ? null : asset,
            Instructions = new(side, type, time, prevention, body.PostOnly ?? false)
            {
                Trigger = trigger,
                Class = orderClass,
                ReduceOnly = body.ReduceOnly ?? false,
            },
            TrailPrice = body.TrailPrice,
            TrailPercent = body.TrailPercent,
            MaxSlippage = body.MaxSlippage,
            MinQuantity = body.MinQty,
            TakeProfitPrice = isPair ? null : body.TakeProfit?.LimitPrice,
            StopLossPrice = body.StopLoss?.StopPrice,
            StopLossLimit = body.StopLoss?.LimitPrice,
            LimitPrice = isPair ? body.TakeProfit!.LimitPrice : body.LimitPrice,
            StopPrice = body.StopPrice,
            DisplayQuantity = body.DisplayQty,
            ClientOrderId = body.ClientOrderId,
            ExpireAt = Whole(body.ExpireAt),
            Tag = body.Tag,
        };
    }

    /// <summary>
    /// Whether a text may be an account's id: 1 to 64 letters, digits, dots, dashes and underscores, and not only dots, which
    /// are no part of a path.
    /// </summary>
    public static bool IsAccount(string text) =>
        text.Length is > 0 and <= MaxAccountLength
        && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_')
        && text.Any(c => c is not '.');

    /// <summary>Whether a text has 1 to so many characters, none of them NUL: no database keeps one.</summary>
    public static bool IsText(string text, int maxLength) =>
        text.Length > 0 && text.Length <= maxLength && !text.Contains('\0', StringComparison.Ordinal);

    /// <summary>Whether a text may be a client order id.</summary>
    public static bool IsClientOrderId(string text) => IsText(text, MaxClientOrderIdLength);

    /// <summary>Why a text is not a valid client order id.</summary>
    public static string ExplainClientOrderId(string text) =>
        $"client_order_id '{Excerpt.Of(text)}' must have 1 to {MaxClientOrderIdLength} characters other than NUL";

    /// <summary>Whether a text may be a tag.</summary>
    public static bool IsTag(string text) => IsText(text, MaxTagLength);

    /// <summary>Why a text is not a valid tag.</summary>
    public static string ExplainTag(string text) =>
        $"tag '{Excerpt.Of(text)}' must have 1 to {MaxTagLength} characters other than NUL";

    /// <summary>Why a text is not a valid symbol.</summary>
    public static string ExplainSymbol(string text) =>
        $"symbol '{Excerpt.Of(text)}' must have 1 to {MaxSymbolLength} characters";

    /// <summary>Why a text is not a valid account id.</summary>
    public static string ExplainAccount(string text) => ExplainId("account", text);

    /// <summary>Why a text is not valid as the id of an account or a desk.</summary>
    public static string ExplainId(string field, string text) =>
        $"{field} '{Excerpt.Of(text)}' must be 1 to {MaxAccountLength} letters, digits, dots, dashes and underscores, "
        + "not only dots";

    private static ProblemBody? CheckTexts(NewOrderBody body, string account)
    {
        if (body.Symbol is null) return Bad(TradingError.MissingField, "field 'symbol' is missing");
        if (body.Qty is null && body.Notional is null)
            return Bad(TradingError.MissingField, "one of qty and notional is needed");
        if (body is { Qty: not null, Notional: not null })
            return Bad(TradingError.InvalidNotional, $"notional {body.Notional} does not go with qty {body.Qty}");
        if (body.TakeProfit is { LimitPrice: null })
            return Bad(TradingError.MissingField, "field 'take_profit.limit_price' is missing");
        if (body.StopLoss is { StopPrice: null })
            return Bad(TradingError.MissingField, "field 'stop_loss.stop_price' is missing");
        if ((body.TakeProfit?.DescribeUnknown() ?? body.StopLoss?.DescribeUnknown()) is { } unknown)
            return Bad(TradingError.UnknownField, unknown);
        if (body.Symbol.Length is 0 or > MaxSymbolLength)
            return Bad(TradingError.InvalidSymbol, ExplainSymbol(body.Symbol));
        if (!IsAccount(account))
            return Bad(TradingError.InvalidAccount, ExplainAccount(account));
        if (account == ISimulatorGrain.MarketMaker)
            return Bad(TradingError.InvalidAccount, $"account '{account}' is the simulation's own");
        if (body.ClientOrderId is { } id && !IsClientOrderId(id))
            return Bad(TradingError.InvalidClientOrderId, ExplainClientOrderId(id));
        if (body.Tag is { } tag && !IsTag(tag)) return Bad(TradingError.InvalidTag, ExplainTag(tag));
        return null;
    }

    private static ProblemBody? CheckPair(NewOrderBody body, OrderType type)
    {
        if (type != OrderType.Limit)
            return Bad(TradingError.InvalidExit, $"order_class oco takes type limit or none, not {body.Type}");
        if (body.TakeProfit is null || body.StopLoss is null)
            return Bad(TradingError.InvalidExit, "order_class oco needs take_profit and stop_loss");
        return body.LimitPrice is { } price && price != body.TakeProfit.LimitPrice
            ? Bad(TradingError.InvalidExit, $"limit_price {price} is not that of take_profit, {body.TakeProfit.LimitPrice}")
            : null;
    }

    private static ProblemBody Bad(TradingError code, string detail) => Problem.BodyOf(code, detail);

    /// <summary>Times are kept to the microsecond: a finer one would not be the same when the order is sent again.</summary>
    private static DateTimeOffset? Whole(DateTimeOffset? at) =>
        at is { } time ? new(time.UtcTicks - time.UtcTicks % TimeSpan.TicksPerMicrosecond, TimeSpan.Zero) : null;

    private static OrderRequest? Unknown<T>(
        TradingError code, string field, string? word, Vocabulary<T> words, out ProblemBody? problem) where T : struct, Enum
    {
        problem = Bad(code, words.Explain(field, word));
        return null;
    }
}
