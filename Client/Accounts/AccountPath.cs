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
        return caller.MayUse(id)
            ? OrderReader.IsAccount(id) ? next(context) : ValueTask.FromResult<object?>(Malformed(http.Request.Method, id))
            : ValueTask.FromResult<object?>(Problem.ForbiddenAccount(caller, id));
    }

    /// <summary>No account has such an id. Only a request that opens an account is told what is wrong with it.</summary>
    private static ProblemResult Malformed(string method, string id) => HttpMethods.IsPut(method)
        ? Problem.Of(TradingError.InvalidAccount, OrderReader.ExplainAccount(id))
        : Problem.UnknownAccount(id);
}
