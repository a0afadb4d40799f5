using Microsoft.AspNetCore.Http.HttpResults;
using TradingOps.Bodies;
using TradingOps.Bodies.Accounts;
using TradingOps.Client.Breakers;
using TradingOps.Client.Contract;
using TradingOps.Client.Parameters;
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

    /// <summary>Maps what changes an account.</summary>
    /// <param name="account">The group of endpoints of one account.</param>
    public static void MapAccountSettings(this IEndpointRouteBuilder account)
    {
        account.MapPut("/{id}", ChangeAsync).Problems(422)
            .Describe(
                "Opens an account, or changes what is named: cash, limits, cost method, fees, owner, desk.",
                Parameter.OnBehalfOf);
        account.MapPost("/{id}/cash", MoveCashAsync).Problems(404, 409, 422)
            .Describe("Moves cash, once a reference; 200 where it was moved before.", Parameter.OnBehalfOf);
        account.MapPost("/{id}/flatten", FlattenAsync).Problems(404).Describe(
            "Cancels the open orders of an account, or those in a symbol, and closes its positions by market orders that can "
            + "only reduce them. It answers what is left, and can be repeated.", Parameter.OnBehalfOf);
        account.MapPost("/{id}/start-of-day", StartDayAsync).Problems(404)
            .Describe("Begins a trading day by hand, for a reason that is kept; an incident says so.", Parameter.OnBehalfOf);
    }

    /// <summary>The settings of an account.</summary>
    public static async Task<Results<Ok<SettingsBody>, ProblemResult>> FindAsync(string id, IGrainFactory grains) =>
        await grains.GetAccount(id).GetSettings() is { } settings
            ? TypedResults.Ok(SettingsBody.From(settings))
            : Problem.UnknownAccount(id);

    private static async Task<Results<Ok<AccountBody>, ProblemResult>> ChangeAsync(
        string id, Body<AccountChangeBody> body, HttpContext context, IGrainFactory grains)
    {
        if (!body.TryGet(out var asked, out var problem)) return problem;
        var (change, wrong) = asked.Read();
        if (change is null) return wrong!;
        var result = await grains.GetAccount(id).Change(change, context.GetActor());
        return result.Account is { } account
            ? TypedResults.Ok(AccountBody.From(account))
            : Problem.Of(result.Code!.Value, result.Detail!);
    }

    private static async Task<Results<Created<AccountBody>, Ok<AccountBody>, ProblemResult>> MoveCashAsync(
        string id, Body<CashBody> body, HttpContext context, IGrainFactory grains)
    {
        if (!body.TryGet(out var cash, out var problem)) return problem;
        if (cash.Amount is not { } amount || amount == 0 || Math.Abs(amount) > AccountChangeBody.MostCash)
            return Problem.Of(
                TradingError.InvalidAmount, $"amount '{cash.Amount}' is missing, 0, or beyond {AccountChangeBody.MostCash}");
        if (!Rounding.IsMoney(amount)) return Problem.Of(TradingError.InvalidAmount, $"amount {amount} is not whole cents");
        if (string.IsNullOrWhiteSpace(cash.Reference) || cash.Reference.Length > MaxReferenceLength)
            return Problem.Of(TradingError.InvalidReference, $"reference must have 1 to {MaxReferenceLength} characters");
        var account = grains.GetAccount(id);
        return await account.MoveCash(amount, cash.Reference, context.GetActor()) switch
        {
            CashMove.Moved => TypedResults.Created("", AccountBody.From((await account.GetAccount())!)),
            CashMove.MovedBefore => TypedResults.Ok(AccountBody.From((await account.GetAccount())!)),
            CashMove.OtherAmount => Problem.Of(
                TradingError.ReferenceReused, $"another amount than {amount} moved as '{cash.Reference}'"),
            CashMove.NotFree => Problem.Of(TradingError.InsufficientCash, $"{-amount} is more than is free in account '{id}'"),
            _ => Problem.UnknownAccount(id),
        };
    }

    private static async Task<Results<Ok<FlattenedBody>, ProblemResult>> FlattenAsync(
        string id, Body<FlattenBody> body, HttpContext context, IGrainFactory grains)
    {
        if (!body.TryGet(out var asked, out var problem)) return problem;
        if (await Problem.FindUnknownSymbolAsync(asked.PlainSymbol, grains) is { } unknown) return unknown;
        return await grains.GetAccount(id).Flatten(asked.PlainSymbol, context.GetActor()) is { } flattened
            ? TypedResults.Ok(FlattenedBody.From(flattened))
            : Problem.UnknownAccount(id);
    }

    private static async Task<Results<Ok<AccountBody>, ProblemResult>> StartDayAsync(
        string id, Body<BreakerChangeBody> body, HttpContext context, IGrainFactory grains)
    {
        if (!body.TryGet(out var asked, out var problem)) return problem;
        if (asked.Check() is { } wrong) return wrong;
        return await grains.GetAccount(id).StartDay(asked.CleanReason!, context.GetActor()) is { } account
            ? TypedResults.Ok(AccountBody.From(account))
            : Problem.UnknownAccount(id);
    }
}
