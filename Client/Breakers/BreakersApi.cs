using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http.HttpResults;
using TradingOps.Bodies;
using TradingOps.Bodies.Breakers;
using TradingOps.Client.Contract;
using TradingOps.Client.Orders;
using TradingOps.Client.Paging;
using TradingOps.Client.Parameters;
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
    private static readonly CountParameter Limit =
        new("limit", TradingError.InvalidLimit, Page.DefaultLimit, IBreakerGrain.MaxHistory);

    private static readonly Parameter Before = new("before");

    private const string SequenceOfChange = "the sequence of a change";

    public static void MapBreakers(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/breakers", ListAsync).RequireRole(Role.Viewer).Describe(
            "Lists the firm's circuit breaker and all others that ever moved, those that are not closed first.");
        routes.MapGet("/breakers/{scope}", FindAsync).RequireRole(Role.Viewer).Problems(404).Describe(
            "State and last change of a breaker: firm, desk:ID, account:ID or symbol:SYM.");
        routes.MapGet("/breakers/{scope}/history", ReadHistoryAsync).RequireRole(Role.Viewer).Problems(400, 404).Describe(
            "Every change of a breaker, newest first; a full page names the next in Link.", Limit, Before);
        var change = routes.MapGroup("/breakers/{scope}").RequireRole(Role.Risk).Problems(404, 409);
        change.MapPost("/trip", TripAsync).Describe(
            "Stops new orders, or with the state reduce_only those that increase a position; cancels pass.");
        change.MapPost("/kill", KillAsync).Describe("Stops new orders until two people agree to let them pass again.");
        change.MapPost("/reset", ResetAsync).Describe(
            "Lets new orders pass again, on probation first; 202 where another person has to approve.");
        change.MapPost("/approve", ApproveAsync).Describe(
            "Lets go what was killed, by another person than the one who asked.");
    }

    private static async Task<Ok<BreakerBody[]>> ListAsync(Caller caller, IGrainFactory grains) => ToResult(
        (await grains.GetFirmBreaker().ListBreakers())
            .Where(b => BreakerScope.TryParse(b.Scope, out var scope) && Forbidden(scope, caller) is null));

    private static async Task<Results<Ok<BreakerBody>, ProblemResult>> FindAsync(
        string scope, Caller caller, IGrainFactory grains) =>
        TryFind(scope, caller, grains, out var breaker, out var problem)
            ? await breaker.GetBreaker() is { } found ? ToResult(found) : Unknown(scope)
            : problem;

    private static async Task<Results<Ok<BreakerBody[]>, ProblemResult>> ReadHistoryAsync(
        HttpContext context, string scope, Caller caller, IGrainFactory grains)
    {
        if (!Limit.TryRead(context.Request, out var count, out var problem)) return problem;
        if (!Page.TryReadSequence(Before, context.Request, SequenceOfChange, out var before, out problem)) return problem;
        if (!TryFind(scope, caller, grains, out var breaker, out problem)) return problem;
        if (await breaker.GetBreaker() is not { } current) return Unknown(scope);
        if (before > current.Sequence) return Page.UnknownBefore($"{before}", SequenceOfChange);
        var changes = await breaker.ReadHistory(before, count);
        var hasNext = changes is [.., { Sequence: > 1 }] && changes.Length == count;
        Page.LinkNext(context, hasNext ? $"{changes[^1].Sequence}" : null);
        return ToResult(changes);
    }

    private static async Task<Results<Ok<BreakerBody>, ProblemResult>> TripAsync(
        string scope, Body<TripBody> body, Caller caller, IGrainFactory grains)
    {
        if (!TryFindToChange(scope, caller, grains, out var breaker, out var kind, out var problem)) return problem;
        if (!body.TryGet(out var trip, out problem)) return problem;
        if (trip.Check(kind) is { } wrong) return wrong;
        var tripped = trip.Reduces
            ? await breaker.TripToReduce(trip.CleanReason!, caller.Name)
            : await breaker.Trip(trip.CleanReason!, caller.Name);
        return tripped is null ? Unknown(scope) : ToResult(tripped);
    }

    private static async Task<Results<Ok<BreakerBody>, ProblemResult>> KillAsync(
        string scope, Body<BreakerChangeBody> body, Caller caller, IGrainFactory grains) =>
        TryFindToChange(scope, body, caller, grains, out var breaker, out var reason, out var problem)
            ? await breaker.Kill(reason, caller.Name) is { } killed ? ToResult(killed) : Unknown(scope)
            : problem;

    private static async Task<Results<Ok<BreakerBody>, Accepted<BreakerBody>, ProblemResult>> ResetAsync(
        string scope, Body<BreakerChangeBody> body, Caller caller, IGrainFactory grains)
    {
        if (!TryFindToChange(scope, body, caller, grains, out var breaker, out var reason, out var problem)) return problem;
        return await breaker.Reset(reason, caller.Name) switch
        {
            null => Unknown(scope),
            { Refusal: not BreakerRefusal.None } refused => Refused(refused),
            { Breaker.ResetAskedBy: not null } waiting => TypedResults.Accepted("", BreakerBody.Of(waiting.Breaker)),
            var reset => ToResult(reset.Breaker),
        };
    }

    private static async Task<Results<Ok<BreakerBody>, ProblemResult>> ApproveAsync(
        string scope, Body<BreakerChangeBody> body, Caller caller, IGrainFactory grains)
    {
        if (!TryFindToChange(scope, body, caller, grains, out var breaker, out var reason, out var problem)) return problem;
        return await breaker.Approve(reason, caller.Name) switch
        {
            null => Unknown(scope),
            { Refusal: not BreakerRefusal.None } refused => Refused(refused),
            var approved => ToResult(approved.Breaker),
        };
    }

    private static bool TryFindToChange(
        string scope, Body<BreakerChangeBody> body, Caller caller, IGrainFactory grains,
        [NotNullWhen(true)] out IBreakerGrain? breaker, [NotNullWhen(true)] out string? reason,
        [NotNullWhen(false)] out ProblemResult? problem)
    {
        reason = null;
        if (!TryFindToChange(scope, caller, grains, out breaker, out _, out problem)) return false;
        if (!body.TryGet(out var change, out problem)) return false;
        (reason, problem) = (change.CleanReason, change.Check());
        return problem is null;
    }

    private static bool TryFindToChange(
        string scope, Caller caller, IGrainFactory grains, [NotNullWhen(true)] out IBreakerGrain? breaker,
        out BreakerKind kind, [NotNullWhen(false)] out ProblemResult? problem)
    {
        if (!TryFind(scope, caller, grains, out breaker, out problem, out kind)) return false;
        // A breaker that stops every account needs a caller that may use every account.
        if (kind != BreakerKind.Account && !caller.MayUseEveryAccount)
        {
            problem = Problem.ForbiddenAccount(caller, Caller.AnyAccount);
            return false;
        }
        return true;
    }

    private static bool TryFind(
        string text, Caller caller, IGrainFactory grains, [NotNullWhen(true)] out IBreakerGrain? breaker,
        [NotNullWhen(false)] out ProblemResult? problem) => TryFind(text, caller, grains, out breaker, out problem, out _);

    private static bool TryFind(
        string text, Caller caller, IGrainFactory grains, [NotNullWhen(true)] out IBreakerGrain? breaker,
        [NotNullWhen(false)] out ProblemResult? problem, out BreakerKind kind)
    {
        var isScope = BreakerScope.TryParse(text, out var scope)
            && (scope.Kind == BreakerKind.Firm || OrderReader.IsAccount(scope.Name));
        kind = scope.Kind;
        problem = isScope ? Forbidden(scope, caller) : Unknown(text);
        breaker = problem is null ? grains.GetBreaker(scope) : null;
        return problem is null;
    }

    private static ProblemResult? Forbidden(BreakerScope scope, Caller caller) =>
        scope.Kind == BreakerKind.Account && !caller.MayUse(scope.Name)
        ? Problem.ForbiddenAccount(caller, scope.Name)
        : null;

    private static ProblemResult Refused(BreakerAnswer answer) => Problem.Of(
        answer.Refusal switch
        {
            BreakerRefusal.CoolingDown => TradingError.CoolingDown,
            BreakerRefusal.NothingAsked => TradingError.NothingAsked,
            BreakerRefusal.SecondPersonRequired => TradingError.SecondPersonRequired,
            var refusal => throw new InvalidOperationException($"a refusal without a code: {refusal}"),
        },
        Explain(answer));

    private static string Explain(BreakerAnswer answer) => answer.Refusal switch
    {
        BreakerRefusal.CoolingDown =>
            $"{answer.Breaker.Scope} cools down until {UtcTimeConverter.ToText((answer.Breaker.Until ?? default).UtcDateTime)}",
        BreakerRefusal.NothingAsked => $"no reset of {answer.Breaker.Scope} was requested",
        _ => $"{answer.Breaker.ResetAskedBy} asked to reset {answer.Breaker.Scope}: another person has to approve, "
            + "unless the silos run with Breakers:TwoPersonReset set to false",
    };

    private static Ok<BreakerBody[]> ToResult(IEnumerable<BreakerView> breakers) =>
        TypedResults.Ok(breakers.Select(BreakerBody.Of).ToArray());

    private static Ok<BreakerBody> ToResult(BreakerView breaker) => TypedResults.Ok(BreakerBody.Of(breaker));

    private static ProblemResult Unknown(string scope) =>
        Problem.Of(TradingError.UnknownBreaker, $"there is no breaker '{Excerpt.Of(scope)}'");
}
