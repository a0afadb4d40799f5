using Microsoft.AspNetCore.Http.HttpResults;
using TradingOps.Bodies;
using TradingOps.Bodies.Books;
using TradingOps.Client.Breakers;
using TradingOps.Client.Contract;
using TradingOps.Client.Parameters;
using TradingOps.Client.Problems;
using TradingOps.Engine.Errors;
using TradingOps.Engine.Instruments;
using TradingOps.Grains;
using TradingOps.Hosting.Access;

namespace TradingOps.Client.Books;

/// <summary><c>/books</c></summary>
internal static class BooksApi
{
    /// <summary>Levels of each side.</summary>
    private static readonly CountParameter Depth = new("depth", TradingError.InvalidDepth, Default: 10, Maximum: 1000);

    public static void MapBooks(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/books/{symbol}", FindAsync)
            .RequireRole(Role.Viewer).Problems(400, 404).Describe("The best levels of a book, as [price, quantity].", Depth);
        routes.MapPost("/books/{symbol}/clock", SetClockBackAsync).RequireRole(Role.Admin).Problems(404, 409)
            .Describe("Sets the time of a market back to the clock, after a wrong clock had moved it ahead.",
                Parameter.OnBehalfOf);
    }

    private static async Task<Results<Ok<BookBody>, ProblemResult>> FindAsync(
        string symbol, HttpRequest request, IGrainFactory grains)
    {
        if (!Depth.TryRead(request, out var levels, out var problem)) return problem;
        return await grains.GetOrderBook(OptionSymbol.WithoutPadding(symbol)).GetBook(levels) is { } book
            ? TypedResults.Ok(BookBody.From(book))
            : await Problem.UnknownSymbolAsync(symbol, grains);
    }

    private static async Task<Results<Ok<ClockBody>, ProblemResult>> SetClockBackAsync(
        string symbol, Body<BreakerChangeBody> body, HttpContext context, IGrainFactory grains)
    {
        if (!body.TryGet(out var change, out var problem)) return problem;
        if (change.Check() is { } wrong) return wrong;
        var name = OptionSymbol.WithoutPadding(symbol);
        return await grains.GetOrderBook(name).SetClockBack(change.CleanReason!, context.GetActor()) switch
        {
            null => await Problem.UnknownSymbolAsync(symbol, grains),
            { IsSet: false } answer => Problem.Of(TradingError.ClockNotAhead,
                $"the time of {name} is {UtcTimeConverter.ToText(answer.Time.UtcDateTime)}, which is not ahead of the clock"),
            var answer => TypedResults.Ok(ClockBody.From(name, answer)),
        };
    }
}
