using Microsoft.Extensions.Logging;
using TradingOps.Engine.Actors;
using TradingOps.Grains.Orders;

namespace TradingOps.Grains.Accounts;

internal static partial class Log
{
    [LoggerMessage(1201, LogLevel.Information, "Account {Account} opened with {Cash} by {Actor}")]
    public static partial void AccountOpened(ILogger logger, string account, decimal cash, Actor actor);

    [LoggerMessage(1202, LogLevel.Warning,
        "Account {Account}: the outcome of an order in {Symbol} is unknown; its reservation stays until the market answers")]
    public static partial void OutcomeUnknown(ILogger logger, string account, string symbol, Exception exception);

    [LoggerMessage(1207, LogLevel.Information, "Account {Account}: moved cash {Amount}, reference {Reference}, by {Actor}")]
    public static partial void CashMoved(ILogger logger, string account, decimal amount, string reference, Actor actor);

    [LoggerMessage(1208, LogLevel.Information, "Account {Account} began day {Day} with equity {Equity}, by {Actor}")]
    public static partial void DayStarted(ILogger logger, string account, DateOnly day, decimal equity, Actor actor);

    [LoggerMessage(1206, LogLevel.Warning, "Account {Account} could not read the mark of {Symbol}; its last prices stay")]
    public static partial void MarkNotRead(ILogger logger, string account, string symbol, Exception exception);

    [LoggerMessage(1209, LogLevel.Warning, "Account {Account} could not evaluate its breaker or cancel its orders; retrying")]
    public static partial void BreakerNotMaintained(ILogger logger, string account, Exception exception);

    [LoggerMessage(1210, LogLevel.Debug, "Account {Account}: order {OrderId} in {Symbol} is {Status}, by {Actor}")]
    public static partial void OrderAnswered(
        ILogger logger, string account, string orderId, string symbol, OrderStatus status, Actor actor);

    [LoggerMessage(1205, LogLevel.Information, "Account {Account}: order in {Symbol} by {Actor} refused, {Code}: {Detail}")]
    public static partial void OrderDenied(
        ILogger logger, string account, string symbol, Actor actor, string code, string detail);

    [LoggerMessage(1214, LogLevel.Information, "Account {Account} changed by {Actor}")]
    public static partial void AccountChanged(ILogger logger, string account, Actor actor);

    [LoggerMessage(1212, LogLevel.Warning,
        "Account {Account}: report {Acknowledged} of {Symbol} was acknowledged, and this activation has {Applied}; another "
        + "activation exists, and this one ends")]
    public static partial void DuplicateFound(ILogger logger, string account, long acknowledged, string symbol, long applied);

    [LoggerMessage(1213, LogLevel.Debug, "Account {Account} could not check for another activation; retrying")]
    public static partial void DuplicatesNotChecked(ILogger logger, string account, Exception exception);

    [LoggerMessage(1211, LogLevel.Warning,
        "Account {Account} could not read its client order ids; until then it looks up every order in the store")]
    public static partial void ClientOrderIdsUnknown(ILogger logger, string account, Exception exception);

    [LoggerMessage(1215, LogLevel.Warning,
        "Account {Account} could not tell the market of {Symbol} what exercises delivered; retrying")]
    public static partial void DeliveryNotSent(ILogger logger, string account, string symbol, Exception exception);
}
