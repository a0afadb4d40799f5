using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.WebUtilities;
using TradingOps.Client.Orders;
using TradingOps.Client.Paging;
using TradingOps.Client.Problems;
using TradingOps.Engine.Breakers;
using TradingOps.Engine.Errors;
using TradingOps.Grains;
using TradingOps.Grains.Breakers;
using TradingOps.Hosting.Access;

namespace TradingOps.Client.Breakers;

/// <summary><c>/breakers</c></summary>
internal static class BreakersApi
{
    public static void MapBreakers(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/breakers", ListAsync).RequireRole(Role.Viewer);
        routes.MapGet("/breakers/{scope}", FindAsync).RequireRole(Role.Viewer);
        routes.MapGet("/breakers/{scope}/history", ReadHistoryAsync).RequireRole(Role.Viewer);
        MapChange(routes, "trip", (breaker, reason, who) => TripAsync(breaker.Trip(reason, who)));
        MapChange(routes, "kill", (breaker, reason, who) => TripAsync(breaker.Kill(reason, who)));
        MapChange(routes, "reset", (breaker, reason, who) => breaker.Reset(reason, who));
        MapChange(routes, "approve", (breaker, reason, who) => breaker.Approve(reason, who));
    }

    private static void MapChange(
        IEndpointRouteBuilder routes, string verb, Func<IBreakerGrain, string, string, Task<BreakerAnswer?>> change) =>
        routes.MapPost($"/breakers/{{scope}}/{verb}", (string scope, HttpRequest request, Caller caller, IGrainFactory grains) =>
            ChangeAsync(scope, request, caller, grains, change, mayWait: verb == "reset")).RequireRole(Role.Risk);

    private static async Task<BreakerAnswer?> TripAsync(Task<BreakerView?> trip) =>
        await trip is { } breaker ? new(breaker, BreakerRefusal.None) : null;

    private static async Task<IResult> ListAsync(Caller caller, IGrainFactory grains) => ToResult(
        (await grains.GetFirmBreaker().ListBreakers())
            .Where(b => BreakerScope.TryParse(b.Scope, out var scope) && Forbidden(scope, caller) is null));

    private static async Task<IResult> FindAsync(string scope, Caller caller, IGrainFactory grains) =>
        TryFind(scope, caller, grains, out var breaker, out var problem) ? ToResult(scope, await breaker.GetBreaker()) : problem;

    private static async Task<IResult> ReadHistoryAsync(
        HttpContext context, string scope, Caller caller, IGrainFactory grains, string? limit, string? before)
    {
        var count = Page.DefaultLimit;
        if ((limit is not null && !int.TryParse(limit, out count)) || count is < 1 or > IBreakerGrain.MaxHistory)
            return Problem.Of(
                TradingError.InvalidLimit, $"limit '{Excerpt.Of(limit)}' is not between 1 and {IBreakerGrain.MaxHistory}");
        long sequence = 0;
        if (before is not null && (!long.TryParse(before, out sequence) || sequence < 1))
            return Problem.Of(TradingError.InvalidBefore, $"before '{Excerpt.Of(before)}' is not the sequence of a change");
        if (!TryFind(scope, caller, grains, out var breaker, out var problem)) return problem;
        if (await breaker.GetBreaker() is null) return Unknown(scope);
        var changes = await breaker.ReadHistory(before is null ? null : sequence, count);
        if (changes is [.., { Sequence: > 1 } oldest] && changes.Length == count)
        {
            var next = new Dictionary<string, string?> { ["limit"] = $"{count}", ["before"] = $"{oldest.Sequence}" };
            context.Response.Headers.Link = $"<{QueryHelpers.AddQueryString(context.Request.Path, next)}>; rel=\"next\"";
        }
        return ToResult(changes);
    }

    private static async Task<IResult> ChangeAsync(
        string scope, HttpRequest request, Caller caller, IGrainFactory grains,
        Func<IBreakerGrain, string, string, Task<BreakerAnswer?>> change, bool mayWait)
    {
        if (!TryFind(scope, caller, grains, out var breaker, out var problem)) return problem;
        // A breaker that stops every account needs a caller that may use every account.
        if (BreakerScope.TryParse(scope, out var of) && of.Kind != BreakerKind.Account && !caller.MayUseEveryAccount)
            return Problem.Of(Problem.ForbiddenAccount(caller, Caller.AnyAccount));
        var (body, malformed) = await RequestBody.ReadAsync(request, ApiJson.Default.BreakerChangeBody);
        if ((malformed ?? body!.Check()) is { } wrong) return wrong;
        return await change(breaker, body!.Reason!, caller.Name) switch
        {
            null => Unknown(scope),
            { Refusal: BreakerRefusal.None } answer when mayWait && answer.Breaker.ResetAskedBy is not null =>
                ToResult(scope, answer.Breaker, StatusCodes.Status202Accepted),
            { Refusal: BreakerRefusal.None } answer => ToResult(scope, answer.Breaker),
            var answer => Problem.Of(CodeOf(answer.Refusal), Explain(answer)),
        };
    }

    private static bool TryFind(
        string text, Caller caller, IGrainFactory grains, [NotNullWhen(true)] out IBreakerGrain? breaker,
        [NotNullWhen(false)] out IResult? problem)
    {
        var isScope = BreakerScope.TryParse(text, out var scope)
            && (scope.Kind == BreakerKind.Firm || OrderReader.IsAccount(scope.Name));
        problem = isScope ? Forbidden(scope, caller) : Unknown(text);
        breaker = problem is null ? grains.GetBreaker(scope) : null;
        return problem is null;
    }

    private static IResult? Forbidden(BreakerScope scope, Caller caller) =>
        scope.Kind == BreakerKind.Account && !caller.MayUse(scope.Name)
        ? Problem.Of(Problem.ForbiddenAccount(caller, scope.Name))
        : null;

    private static TradingError CodeOf(BreakerRefusal refusal) => refusal switch
    {
        BreakerRefusal.CoolingDown => TradingError.CoolingDown,
        BreakerRefusal.NothingAsked => TradingError.NothingAsked,
        BreakerRefusal.SecondPersonRequired => TradingError.SecondPersonRequired,
        _ => throw new ArgumentOutOfRangeException(nameof(refusal), refusal, "a refusal without a code"),
    };

    private static string Explain(BreakerAnswer answer) => answer.Refusal switch
    {
        BreakerRefusal.CoolingDown =>
            $"{answer.Breaker.Scope} cools down until {UtcTimeConverter.ToText((answer.Breaker.Until ?? default).UtcDateTime)}",
        BreakerRefusal.NothingAsked => $"no reset of {answer.Breaker.Scope} was requested",
        _ => $"{answer.Breaker.ResetAskedBy} asked to reset {answer.Breaker.Scope}: another person has to approve, "
            + "unless the silos run with Breakers:TwoPersonReset set to false",
    };

    private static IResult ToResult(IEnumerable<BreakerView> breakers) =>
        TypedResults.Json(breakers.Select(BreakerBody.Of).ToArray(), ApiJson.Default.BreakerBodyArray);

    private static IResult ToResult(string scope, BreakerView? breaker, int status = StatusCodes.Status200OK) => breaker is null
        ? Unknown(scope)
        : TypedResults.Json(BreakerBody.Of(breaker), ApiJson.Default.BreakerBody, statusCode: status);

    private static IResult Unknown(string scope) =>
        Problem.Of(TradingError.UnknownBreaker, $"there is no breaker '{Excerpt.Of(scope)}'");
}
