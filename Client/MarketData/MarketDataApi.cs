using Microsoft.AspNetCore.Http.HttpResults;
using TradingOps.Bodies;
using TradingOps.Bodies.MarketData;
using TradingOps.Client.Contract;
using TradingOps.Client.Paging;
using TradingOps.Client.Parameters;
using TradingOps.Client.Problems;
using TradingOps.Engine.Errors;
using TradingOps.Engine.Instruments;
using TradingOps.Engine.MarketData;
using TradingOps.Grains;
using TradingOps.Grains.MarketData;
using TradingOps.Hosting.Access;

namespace TradingOps.Client.MarketData;

/// <summary><c>/bars</c>, <c>/price</c> and <c>GET /prices</c>.</summary>
internal static class MarketDataApi
{
    /// <summary>Symbols that are asked at one time.</summary>
    private const int AtOnce = 64;

    private const int MaxTimeframeLength = 7;

    private static readonly TextParameter OfTimeframe = new(
        "timeframe", MaxTimeframeLength, TradingError.InvalidTimeframe, text => Timeframe.TryParse(text, out _),
        text => $"timeframe '{Excerpt.Of(text)}' is not one of {string.Join(", ", Timeframe.All)}")
    {
        Default = "1Min",
    };

    private static readonly TimeParameter Start = new("start");
    private static readonly TimeParameter End = new("end");

    private static readonly CountParameter Limit = new(
        "limit", TradingError.InvalidLimit, Default: 1_000, Maximum: BarFilter.MaxLimit);

    private static readonly TextParameter OfSymbol = Page.OfSymbol with { IsRequired = true };

    public static void MapMarketData(this IEndpointRouteBuilder routes)
    {
        var data = routes.MapGroup("").RequireRole(Role.Viewer);
        data.MapGet("/bars/{symbol}", ListBarsAsync).Problems(400, 404).Describe(
            "Lists bars whose start is not before start and before end, oldest first: the newest ones of the range, or from "
            + "start on if it is given; the header Link names the next page. Where nothing was traded there is no bar.",
            OfTimeframe, Start, End, Limit);
        data.MapGet("/price", FindPriceAsync).Problems(400, 404).Describe("The newest prices of a symbol.", OfSymbol);
        data.MapGet("/prices", ListPricesAsync).Describe("The newest prices of every symbol.");
    }

    private static async Task<Results<Ok<BarBody[]>, ProblemResult>> ListBarsAsync(
        string symbol, HttpContext context, IGrainFactory grains)
    {
        if (!OfTimeframe.TryRead(context.Request, out var timeframe, out var problem)
            || !Start.TryRead(context.Request, out var start, out problem)
            || !End.TryRead(context.Request, out var end, out problem)
            || !Limit.TryRead(context.Request, out var limit, out problem)) return problem;
        if (start > end) return Problem.Of(TradingError.InvalidTime, $"start {start:O} is later than end {end:O}");
        var page = await grains.GetMarketData(OptionSymbol.WithoutPadding(symbol)).ReadBars(
            new() { Timeframe = timeframe!, Start = start, End = end, Limit = limit });
        if (page is null) return await Problem.UnknownSymbolAsync(symbol, grains);
        Page.LinkNext(context, Start.Name, page.Next is { } next ? UtcTimeConverter.ToText(next.UtcDateTime) : null);
        return TypedResults.Ok(page.Bars.Select(BarBody.From).ToArray());
    }

    private static async Task<Results<Ok<LatestPriceBody>, ProblemResult>> FindPriceAsync(
        HttpRequest request, IGrainFactory grains)
    {
        if (!OfSymbol.TryRead(request, out var symbol, out var problem)) return problem;
        return await grains.GetMarketData(OptionSymbol.WithoutPadding(symbol!)).GetPrice() is { } price
            ? TypedResults.Ok(LatestPriceBody.From(price))
            : await Problem.UnknownSymbolAsync(symbol!, grains);
    }

    private static async Task<Ok<LatestPriceBody[]>> ListPricesAsync(IGrainFactory grains)
    {
        var prices = new List<LatestPriceBody>();
        foreach (var some in (await grains.GetInstrumentCatalogue().List()).Chunk(AtOnce))
        {
            var found = await Task.WhenAll(some.Select(i => grains.GetMarketData(i.Symbol).GetPrice()));
            prices.AddRange(found.OfType<PriceView>().Select(LatestPriceBody.From));
        }
        return TypedResults.Ok(prices.ToArray());
    }
}
