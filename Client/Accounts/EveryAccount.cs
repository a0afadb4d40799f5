using TradingOps.Client.Problems;
using TradingOps.Hosting.Access;

namespace TradingOps.Client.Accounts;

/// <summary>Endpoints that show all accounts together.</summary>
internal static class EveryAccount
{
    /// <summary>The endpoint is for callers that may use every account.</summary>
    public static RouteHandlerBuilder RequireEveryAccount(this RouteHandlerBuilder endpoint) =>
        endpoint.AddEndpointFilter((context, next) => context.HttpContext.GetCaller() is { MayUseEveryAccount: false } caller
            ? ValueTask.FromResult<object?>(Problem.ForbiddenAccount(caller, Caller.AnyAccount))
            : next(context));
}
