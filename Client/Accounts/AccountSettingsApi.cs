using TradingOps.Client.Orders;
using TradingOps.Client.Problems;
using TradingOps.Engine.Errors;
using TradingOps.Grains;
using TradingOps.Grains.Accounts;
using TradingOps.Hosting.Access;

namespace TradingOps.Client.Accounts;

/// <summary><c>/accounts/{id}</c>, for risk: what is decided about an account.</summary>
internal static class AccountSettingsApi
{
    /// <summary>Most characters of the reference of a cash move.</summary>
    public const int MaxReferenceLength = 128;

    public static void MapAccountSettings(this IEndpointRouteBuilder routes)
    {
        routes.MapPut("/accounts/{id}", ChangeAsync).RequireRole(Role.Risk);
        routes.MapGet("/accounts/{id}/settings", FindAsync).RequireRole(Role.Viewer);
        routes.MapPost("/accounts/{id}/cash", MoveCashAsync).RequireRole(Role.Risk);
        routes.MapPost("/accounts/{id}/start-of-day", StartDayAsync).RequireRole(Role.Risk);
    }

    private static async Task<IResult> ChangeAsync(string id, HttpRequest request, Caller caller, IGrainFactory grains)
    {
        if (!caller.MayUse(id)) return Problem.Of(Problem.ForbiddenAccount(caller, id));
        if (!OrderReader.IsAccount(id))
            return Problem.Of(TradingError.InvalidAccount, OrderReader.ExplainAccount(id));
        var (body, problem) = await RequestBody.ReadAsync(request, ApiJson.Default.AccountChangeBody);
        if (body is null) return problem!;
        var (change, wrong) = body.Read();
        return change is null ? wrong! : ToResult(await grains.GetAccount(id).Change(change));
    }

    private static async Task<IResult> FindAsync(string id, Caller caller, IGrainFactory grains) => !caller.MayUse(id)
        ? Problem.Of(Problem.ForbiddenAccount(caller, id))
        : OrderReader.IsAccount(id) && await grains.GetAccount(id).GetSettings() is { } settings
            ? TypedResults.Json(SettingsBody.From(settings), ApiJson.Default.SettingsBody)
            : Problem.UnknownAccount(id);

    private static async Task<IResult> MoveCashAsync(string id, HttpRequest request, Caller caller, IGrainFactory grains)
    {
        if (!caller.MayUse(id)) return Problem.Of(Problem.ForbiddenAccount(caller, id));
        if (!OrderReader.IsAccount(id)) return Problem.UnknownAccount(id);
        var (body, problem) = await RequestBody.ReadAsync(request, ApiJson.Default.CashBody);
        if (body is null) return problem!;
        if (body.Amount is not { } amount || amount == 0 || Math.Abs(amount) > AccountChangeBody.MostCash)
            return Problem.Of(
                TradingError.InvalidAmount, $"amount '{body.Amount}' is missing, 0, or beyond {AccountChangeBody.MostCash}");
        if (string.IsNullOrWhiteSpace(body.Reference) || body.Reference.Length > MaxReferenceLength)
            return Problem.Of(TradingError.InvalidReference, $"reference must have 1 to {MaxReferenceLength} characters");
        var account = grains.GetAccount(id);
        return await account.MoveCash(amount, body.Reference) switch
        {
            CashMove.Moved => ToResult((await account.GetAccount())!, StatusCodes.Status201Created),
            CashMove.MovedBefore => ToResult((await account.GetAccount())!),
            CashMove.OtherAmount => Problem.Of(
                TradingError.ReferenceReused, $"another amount than {amount} moved as '{body.Reference}'"),
            CashMove.NotFree => Problem.Of(TradingError.InsufficientCash, $"{-amount} is more than is free in account '{id}'"),
            _ => Problem.UnknownAccount(id),
        };
    }

    private static async Task<IResult> StartDayAsync(string id, Caller caller, IGrainFactory grains) => !caller.MayUse(id)
        ? Problem.Of(Problem.ForbiddenAccount(caller, id))
        : OrderReader.IsAccount(id) && await grains.GetAccount(id).StartDay() is { } account
            ? ToResult(account)
            : Problem.UnknownAccount(id);

    private static IResult ToResult(AccountView account, int status = StatusCodes.Status200OK) =>
        TypedResults.Json(AccountBody.From(account), ApiJson.Default.AccountBody, statusCode: status);
}
