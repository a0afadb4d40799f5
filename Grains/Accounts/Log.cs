using Microsoft.Extensions.Logging;
using TradingOps.Grains.Orders;

namespace TradingOps.Grains.Accounts;

internal static partial class Log
{
    [LoggerMessage(1201, LogLevel.Information, "Account {Account} opened with {Cash}")]
    public static partial void AccountOpened(ILogger logger, string account, decimal cash);

    [LoggerMessage(1202, LogLevel.Warning, "Account {Account}: the outcome of an order in {Symbol} is not known")]
    public static partial void OutcomeUnknown(ILogger logger, string account, string symbol, Exception exception);

    [LoggerMessage(1203, LogLevel.Warning, "Account {Account} could not keep a checkpoint; its next start takes longer")]
    public static partial void CheckpointFailed(ILogger logger, string account, Exception exception);

    [LoggerMessage(1204, LogLevel.Error, "Account {Account} gives up: the journal did not take a record")]
    public static partial void AccountFaulted(ILogger logger, string account, Exception exception);

    [LoggerMessage(1207, LogLevel.Information, "Account {Account}: {Amount} of cash moved as {Reference}")]
    public static partial void CashMoved(ILogger logger, string account, decimal amount, string reference);

    [LoggerMessage(1208, LogLevel.Information, "Account {Account} begins {Day} with {Equity}")]
    public static partial void DayStarted(ILogger logger, string account, DateOnly day, decimal equity);

    [LoggerMessage(1206, LogLevel.Warning, "Account {Account}: the market of {Symbol} does not tell its prices")]
    public static partial void MarketSilent(ILogger logger, string account, string symbol, Exception exception);

    [LoggerMessage(1209, LogLevel.Warning, "Account {Account} could not tend its breaker; it tries again")]
    public static partial void CancelsOwed(ILogger logger, string account, Exception exception);

    [LoggerMessage(1210, LogLevel.Debug, "Account {Account}: order {OrderId} in {Symbol} is {Status}")]
    public static partial void OrderAnswered(ILogger logger, string account, string orderId, string symbol, OrderStatus status);

    [LoggerMessage(1205, LogLevel.Information, "Account {Account}: order in {Symbol} refused, {Code}: {Detail}")]
    public static partial void OrderDenied(ILogger logger, string account, string symbol, string code, string detail);

    [LoggerMessage(1211, LogLevel.Warning,
        "Account {Account}: its client order ids cannot be read; the store is asked about every order until they are")]
    public static partial void ClientOrderIdsUnknown(ILogger logger, string account, Exception exception);
}
