using TradingOps.Client.Orders;
using TradingOps.Client.Problems;
using TradingOps.Engine.Errors;
using TradingOps.Hosting.Access;

namespace TradingOps.Client.Accounts;

/// <summary>The account in a path <c>/accounts/{id}</c>: the caller may use it, and its id is well-formed.</summary>
internal static class AccountPath
{
    /// <summary>Filters every endpoint of a group.</summary>
    public static ValueTask<object?> CheckAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var (caller, id) = (http.GetCaller(), (string)http.GetRouteValue("id")!);
        if (!caller.MayUse(id)) return Answer(Problem.ForbiddenAccount(caller, id));
        if (OrderReader.IsAccount(id)) return next(context);
        // A request that would open the account has to learn why it cannot; for any other there is no such account.
        return Answer(HttpMethods.IsPut(http.Request.Method)
            ? Problem.Of(TradingError.InvalidAccount, OrderReader.ExplainAccount(id))
            : Problem.UnknownAccount(id));
    }

    private static ValueTask<object?> Answer(ProblemResult problem) => ValueTask.FromResult<object?>(problem);
}
