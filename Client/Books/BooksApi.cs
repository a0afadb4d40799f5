using TradingOps.Client.Problems;
using TradingOps.Engine.Errors;
using TradingOps.Engine.Instruments;
using TradingOps.Grains;
using TradingOps.Hosting.Access;

namespace TradingOps.Client.Books;

/// <summary><c>/books</c></summary>
internal static class BooksApi
{
    /// <summary>Levels per side if the request names no depth.</summary>
    public const int DefaultDepth = 10;

    /// <summary>Most levels a side.</summary>
    public const int MaxDepth = 1000;

    public static void MapBooks(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/books/{symbol}", FindAsync).RequireRole(Role.Viewer);

    private static async Task<IResult> FindAsync(string symbol, IGrainFactory grains, string? depth)
    {
        var levels = DefaultDepth;
        if (depth is not null && (!int.TryParse(depth, out levels) || levels is < 1 or > MaxDepth))
            return Problem.Of(TradingError.InvalidDepth, $"depth '{Excerpt.Of(depth)}' is not between 1 and {MaxDepth}");
        return await grains.GetOrderBook(OptionSymbol.WithoutPadding(symbol)).GetBook(levels) is { } book
            ? TypedResults.Json(BookBody.From(book), ApiJson.Default.BookBody)
            : await Problem.UnknownSymbolAsync(symbol, grains);
    }
}
