using Microsoft.AspNetCore.Http.HttpResults;
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

    public static void MapBooks(this IEndpointRouteBuilder routes) => routes.MapGet("/books/{symbol}", FindAsync)
        .RequireRole(Role.Viewer).Problems(400, 404).Describe("The best levels of a book, as [price, quantity].", Depth);

    private static async Task<Results<Ok<BookBody>, ProblemResult>> FindAsync(
        string symbol, HttpRequest request, IGrainFactory grains)
    {
        if (!Depth.TryRead(request, out var levels, out var problem)) return problem;
        return await grains.GetOrderBook(OptionSymbol.WithoutPadding(symbol)).GetBook(levels) is { } book
            ? TypedResults.Ok(BookBody.From(book))
            : await Problem.UnknownSymbolAsync(symbol, grains);
    }
}
