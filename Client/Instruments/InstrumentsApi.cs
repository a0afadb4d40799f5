using TradingOps.Client.Problems;
using TradingOps.Engine.Errors;
using TradingOps.Grains;
using TradingOps.Hosting.Access;

namespace TradingOps.Client.Instruments;

/// <summary><c>/instruments</c></summary>
internal static class InstrumentsApi
{
    public static void MapInstruments(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/instruments", ListAsync).RequireRole(Role.Viewer);
        routes.MapGet("/instruments/{symbol}", FindAsync).RequireRole(Role.Viewer);
        routes.MapPut("/instruments/{symbol}", PutAsync).RequireRole(Role.Admin);
    }

    private static async Task<IResult> ListAsync(IGrainFactory grains) => TypedResults.Json(
        (await grains.GetInstrumentCatalogue().List()).Select(InstrumentBody.From).ToArray(),
        ApiJson.Default.InstrumentBodyArray);

    private static async Task<IResult> FindAsync(string symbol, IGrainFactory grains) =>
        await grains.GetInstrumentCatalogue().Find(symbol) is { } instrument
            ? TypedResults.Json(InstrumentBody.From(instrument), ApiJson.Default.InstrumentBody)
            : await Problem.UnknownSymbolAsync(symbol, grains);

    private static async Task<IResult> PutAsync(string symbol, HttpRequest request, Caller caller, IGrainFactory grains)
    {
        var (body, problem) = await RequestBody.ReadAsync(request, ApiJson.Default.InstrumentBody);
        if (body is null) return problem!;
        if (body.Symbol is not null && body.Symbol != symbol)
            return Problem.Of(
                TradingError.InvalidSymbol, $"symbol '{Excerpt.Of(body.Symbol)}' is not the '{Excerpt.Of(symbol)}' of the path");
        var (instrument, wrong) = body.Read(symbol);
        if (instrument is null) return wrong!;
        var result = await grains.GetInstrumentCatalogue().Put(instrument, caller.Name);
        if (result.Instrument is null)
            return Problem.Of(result.Code!.Value, result.Detail!);
        return TypedResults.Json(
            InstrumentBody.From(result.Instrument), ApiJson.Default.InstrumentBody, statusCode: result.IsNew ? 201 : 200);
    }
}
