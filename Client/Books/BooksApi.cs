using TradingOps.Client.Problems;
using TradingOps.Engine.Instruments;
using TradingOps.Grains;
using TradingOps.Hosting.Access;

namespace TradingOps.Client.Books;

/// <summary><c>/books</c></summary>
internal static class BooksApi
{
    private const int MaxDepth = 1000;

    public static void MapBooks(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/books/{symbol}", FindAsync).RequireRole(Role.Viewer);

    private static async Task<IResult> FindAsync(string symbol, IGrainFactory grains, string? depth)
    {
        if (!int.TryParse(depth ?? "10", out var levels) || levels is < 1 or > MaxDepth)
            return Problem.BadRequest("invalid_depth", $"depth '{depth}' is not between 1 and {MaxDepth}");
        return await grains.GetOrderBook(OptionSymbol.WithoutPadding(symbol)).GetBook(levels) is { } book
            ? TypedResults.Json(BookBody.From(book), ApiJson.Default.BookBody)
            : Problem.NotFound("unknown_symbol", $"symbol '{symbol}' is not known");
    }
}
