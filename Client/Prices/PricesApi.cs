using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using TradingOps.Bodies;
using TradingOps.Client.Contract;
using TradingOps.Client.Orders;
using TradingOps.Client.Parameters;
using TradingOps.Client.Problems;
using TradingOps.Engine.Actors;
using TradingOps.Engine.Errors;
using TradingOps.Engine.Instruments;
using TradingOps.Grains;
using TradingOps.Hosting.Access;

namespace TradingOps.Client.Prices;

/// <summary><c>/prices</c>: the official prices of the exchanges.</summary>
internal static class PricesApi
{
    /// <summary>Most prices in a list.</summary>
    public const int MaxList = 1_000;

    private const string DayFormat = "yyyy-MM-dd";

    /// <summary>Reads a trading day such as 2026-11-27.</summary>
    public static bool TryReadDay(string text, out DateOnly day) =>
        DateOnly.TryParseExact(text, DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out day);

    public static void MapPrices(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/prices/{symbol}", ListAsync).RequireRole(Role.Viewer).Problems(404)
            .Describe("Lists the official prices of an instrument, newest first.");
        routes.MapPut("/prices/{symbol}/{day}", PutAsync).RequireRole(Role.Admin).Problems(404, 422).Describe(
            "Enters the official close or settlement price of a day, or corrects it. Futures are paid to their settlement. An "
            + "expired contract is settled once another person has entered the same price.", Parameter.OnBehalfOf);
        routes.MapPost("/prices", ImportAsync).RequireRole(Role.Admin).Describe(
            "Enters up to 1,000 official prices from JSON or a CSV file; answers each in its place.", Parameter.OnBehalfOf);
    }

    private static async Task<Results<Ok<PriceBody[]>, ProblemResult>> ListAsync(string symbol, IGrainFactory grains) =>
        await grains.GetOrderBook(OptionSymbol.WithoutPadding(symbol)).ListPrices() is { } prices
            ? TypedResults.Ok(prices.Select(PriceBody.From).ToArray())
            : await Problem.UnknownSymbolAsync(symbol, grains);

    private static async Task<Results<Ok<PriceBody>, ProblemResult>> PutAsync(
        string symbol, string day, Body<NewPriceBody> body, HttpContext context, IGrainFactory grains)
    {
        if (!body.TryGet(out var entered, out var problem)) return problem;
        if (!TryReadDay(day, out var of))
            return Problem.Of(TradingError.InvalidDay, $"day '{Excerpt.Of(day)}' is not a date such as 2026-11-27");
        if ((entered.Day ?? of) != of)
            return Problem.Of(TradingError.InvalidDay, $"day {entered.Day:yyyy-MM-dd} is not the {day} of the path");
        if (entered.Symbol is { } named && OptionSymbol.WithoutPadding(named) != OptionSymbol.WithoutPadding(symbol))
            return Problem.Of(
                TradingError.InvalidSymbol, $"symbol '{Excerpt.Of(named)}' is not the '{Excerpt.Of(symbol)}' of the path");
        var (price, refused) = await EnterAsync(entered, symbol, of, context.GetActor(), grains);
        return price is null ? refused! : TypedResults.Ok(price);
    }

    private static async Task<Results<Ok<PriceAnswerBody[]>, ProblemResult>> ImportAsync(
        PriceListBody body, HttpContext context, IGrainFactory grains)
    {
        if (!body.TryGet(out var entered, out var malformed)) return malformed;
        if (entered.Length is 0 or > MaxList)
            return Problem.Of(TradingError.InvalidBatch, $"the list has {entered.Length} prices, 1 to {MaxList} are allowed");
        var (answers, actor) = (new PriceAnswerBody[entered.Length], context.GetActor());
        // Options are bounded by the price of what they are written on, so the order of the list counts.
        for (var i = 0; i < entered.Length; i++)
        {
            var (price, problem) = entered[i].DescribeUnknown() is { } unknown
                ? (null, Problem.Of(TradingError.UnknownField, unknown))
                : entered[i].Symbol is not { } symbol
                ? (null, Problem.Missing("symbol"))
                : await EnterAsync(entered[i], symbol, entered[i].Day, actor, grains);
            answers[i] = new(problem?.Body.Status ?? StatusCodes.Status200OK, price, problem?.Body);
        }
        return TypedResults.Ok(answers);
    }

    private static async Task<(PriceBody? Price, ProblemResult? Problem)> EnterAsync(
        NewPriceBody entered, string symbol, DateOnly? day, Actor actor, IGrainFactory grains)
    {
        var (price, wrong) = entered.Read(day);
        if (price is null) return (null, wrong);
        if (!OrderReader.IsText(symbol, OrderReader.MaxSymbolLength))
            return (null, Problem.Of(TradingError.InvalidSymbol, OrderReader.ExplainSymbol(symbol)));
        return await grains.GetOrderBook(OptionSymbol.WithoutPadding(symbol)).EnterPrice(price, actor) switch
        {
            null => (null, await Problem.UnknownSymbolAsync(symbol, grains)),
            { Price: { } official } => (PriceBody.From(official), null),
            var refused => (null, Problem.Of(refused.Code!.Value, refused.Detail!)),
        };
    }
}
