using TradingOps.Client.Problems;
using TradingOps.Grains;
using TradingOps.Grains.Breakers;
using TradingOps.Hosting.Access;

namespace TradingOps.Client.Breakers;

/// <summary><c>/breakers</c></summary>
internal static class BreakersApi
{
    private const string Firm = "firm";
    private const int MaxReasonLength = 256;

    public static void MapBreakers(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/breakers/{scope}", FindAsync).RequireRole(Role.Viewer);
        routes.MapPost("/breakers/{scope}/trip", (string scope, HttpRequest request, Caller caller, IGrainFactory grains) =>
            ChangeAsync(scope, request, grains, (breaker, reason) => breaker.Trip(reason, caller.Name))).RequireRole(Role.Risk);
        routes.MapPost("/breakers/{scope}/reset", (string scope, HttpRequest request, Caller caller, IGrainFactory grains) =>
            ChangeAsync(scope, request, grains, (breaker, reason) => breaker.Reset(reason, caller.Name))).RequireRole(Role.Risk);
    }

    private static async Task<IResult> FindAsync(string scope, IGrainFactory grains) =>
        scope == Firm ? ToResult(await grains.GetFirmBreaker().GetBreaker()) : Unknown(scope);

    private static async Task<IResult> ChangeAsync(
        string scope, HttpRequest request, IGrainFactory grains, Func<ICircuitBreakerGrain, string, Task<BreakerView>> change)
    {
        if (scope != Firm) return Unknown(scope);
        var (body, problem) = await RequestBody.ReadAsync(request, ApiJson.Default.BreakerChangeBody);
        if (body is null) return problem!;
        return string.IsNullOrWhiteSpace(body.Reason) || body.Reason.Length > MaxReasonLength
            ? Problem.BadRequest("invalid_reason", $"reason must have 1 to {MaxReasonLength} characters")
            : ToResult(await change(grains.GetFirmBreaker(), body.Reason));
    }

    private static IResult ToResult(BreakerView breaker) =>
        TypedResults.Json(BreakerBody.From(breaker), ApiJson.Default.BreakerBody);

    private static IResult Unknown(string scope) => Problem.NotFound("unknown_breaker", $"there is no breaker '{scope}'");
}
