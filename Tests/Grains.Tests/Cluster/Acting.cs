using System.Collections.Immutable;
using TradingOps.Engine.Actors;
using TradingOps.Engine.Books;
using TradingOps.Grains.Accounts;
using TradingOps.Grains.Books;
using TradingOps.Grains.Orders;

namespace TradingOps.Tests.Shared;

/// <summary>Calls of grains by an actor that a test does not care about.</summary>
internal static class Acting
{
    /// <summary>Who calls.</summary>
    public static Actor Test { get; } = new("test", null, "127.0.0.1");

    public static Task<SubmitResult> SubmitOrder(this IAccountGrain account, OrderRequest order) =>
        account.SubmitOrder(order, Test);

    public static Task<ImmutableArray<SubmitResult>> SubmitOrders(
        this IAccountGrain account, ImmutableArray<OrderRequest> orders) => account.SubmitOrders(orders, Test);

    public static Task<SubmitResult> AmendOrder(this IAccountGrain account, string id, OrderAmendment amendment) =>
        account.AmendOrder(id, amendment, Test);

    public static Task<ImmutableArray<OrderView>?> CancelOrders(this IAccountGrain account, string? symbol) =>
        account.CancelOrders(symbol, Test);

    public static Task Open(this IAccountGrain account, OpenAccount request) => account.Open(request, Test);

    public static Task<ChangeResult> Change(this IAccountGrain account, ChangeAccount request) => account.Change(request, Test);

    public static Task<CashMove> MoveCash(this IAccountGrain account, decimal amount, string reference) =>
        account.MoveCash(amount, reference, Test);

    public static Task<AccountView?> StartDay(this IAccountGrain account) => account.StartDay("test", Test);

    public static Task<SubmitResult> Cancel(this IOrderBookGrain book, string id) => book.Cancel(id, Test);

    public static Task<ImmutableArray<OrderView>> CancelOrders(this IOrderBookGrain book, ImmutableArray<long> numbers) =>
        book.CancelOrders(numbers, Test, BookReason.None);
}
