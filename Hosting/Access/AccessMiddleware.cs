using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using TradingOps.Engine.Errors;

namespace TradingOps.Hosting.Access;

/// <summary>
/// Lets a request through to its endpoint if its key has the role. An endpoint that says nothing is for admins.
/// </summary>
internal sealed class AccessMiddleware(RequestDelegate next, KeyRing keys, KeylessLimit keyless, AccessOptions options)
{
    private static readonly AccessRequirement Unsaid = new(Role.Admin);

    // Only a caller with a key learns that a path or a method does not exist.
    private static readonly AccessRequirement Nothing = new(Role.Viewer);

    public Task InvokeAsync(HttpContext context)
    {
        var endpoint = context.GetEndpoint();
        var requirement = endpoint?.Metadata.GetMetadata<AccessRequirement>() ?? (endpoint is RouteEndpoint ? Unsaid : Nothing);
        if (keys.IsEmpty)
        {
            // A page of another site, whose name was made to point here, must not act for the person in front of this machine.
            if (!LoopbackHosts.Contains(context.Request.Host.Host))
                return ProblemWriter.WriteAsync(
                    context, TradingError.HostForbidden, "without keys this process answers to this machine only");
            // Nor must one that sends a form here; to read, a browser lets it only what the answer allows: nothing.
            if (!HttpMethods.IsGet(context.Request.Method) && Origins.FindForeign(context.Request) is not null)
                return ProblemWriter.WriteAsync(
                    context, TradingError.ForeignOrigin, "a page of another site may change nothing here");
            context.Features.Set(Caller.Local);
            return NextAsync(context);
        }
        var caller = PresentedKey.Of(context.Request, requirement.IsForBrowsers) is { } key ? keys.Find(key) : null;
        if (caller is not null) context.Features.Set(caller);
        if (caller is null && !requirement.IsForProbes && !keyless.TryTake(context))
            return KeyLimits.RejectAsync(
                context,
                $"more than {options.KeylessRequestsPerSecond} requests per second from this address without a valid key");
        if (requirement.Role is not { } role) return next(context);
        if (caller is null) return ChallengeAsync(context, requirement);
        return caller.Is(role)
            ? NextAsync(context)
            : ProblemWriter.WriteAsync(context, TradingError.RoleRequired, caller.ExplainLackOf(role));
    }

    private Task NextAsync(HttpContext context) => OnBehalfOf.FindWrong(context.Request) is { } wrong
        ? ProblemWriter.WriteAsync(context, TradingError.InvalidOnBehalfOf, wrong)
        : next(context);

    private static Task ChallengeAsync(HttpContext context, AccessRequirement requirement)
    {
        context.Response.Headers.WWWAuthenticate =
            requirement.IsForBrowsers ? "Basic realm=\"tradingops\", charset=\"UTF-8\"" : "Bearer";
        return ProblemWriter.WriteAsync(
            context, TradingError.Unauthenticated, "a key is needed: Authorization: Bearer KEY, or X-Api-Key");
    }
}
