using Microsoft.AspNetCore.Http.HttpResults;
using TradingOps.Bodies;
using TradingOps.Bodies.Instruments;
using TradingOps.Client.Contract;
using TradingOps.Client.Problems;
using TradingOps.Engine.Errors;
using TradingOps.Engine.Instruments;
using TradingOps.Grains;
using TradingOps.Hosting.Access;

namespace TradingOps.Client.Instruments;

/// <summary><c>/instruments</c></summary>
internal static class InstrumentsApi
{
    public static void MapInstruments(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/instruments", ListAsync).RequireRole(Role.Viewer).Describe("Lists the instruments.");
        routes.MapGet("/instruments/{symbol}", FindAsync).RequireRole(Role.Viewer).Problems(404).Describe("Finds an instrument.");
        routes.MapPut("/instruments/{symbol}", PutAsync).RequireRole(Role.Admin).Problems(409)
            .Describe("Adds an instrument (201), or changes what may change of it (200).");
    }

    private static async Task<Ok<InstrumentBody[]>> ListAsync(IGrainFactory grains) =>
        TypedResults.Ok((await grains.GetInstrumentCatalogue().List()).Select(InstrumentBody.From).ToArray());

    private static async Task<Results<Ok<InstrumentBody>, ProblemResult>> FindAsync(string symbol, IGrainFactory grains) =>
        await grains.GetInstrumentCatalogue().Find(symbol) is { } instrument
            ? TypedResults.Ok(InstrumentBody.From(instrument))
            : await Problem.UnknownSymbolAsync(symbol, grains);

    private static async Task<Results<Created<InstrumentBody>, Ok<InstrumentBody>, ProblemResult>> PutAsync(
        string symbol, Body<InstrumentBody> body, Caller caller, IGrainFactory grains)
    {
        if (!body.TryGet(out var asked, out var problem)) return problem;
        if (asked.Symbol is not null && OptionSymbol.WithoutPadding(asked.Symbol) != OptionSymbol.WithoutPadding(symbol))
            return Problem.Of(
                TradingError.InvalidSymbol, $"symbol '{Excerpt.Of(asked.Symbol)}' is not the '{Excerpt.Of(symbol)}' of the path");
        var (instrument, wrong) = InstrumentReader.Read(symbol, asked);
        if (instrument is null) return wrong!;
        var result = await grains.GetInstrumentCatalogue().Put(instrument, caller.Name);
        if (result.Instrument is null) return Problem.Of(result.Code!.Value, result.Detail!);
        var stored = InstrumentBody.From(result.Instrument);
        return result.IsNew ? TypedResults.Created("", stored) : TypedResults.Ok(stored);
    }
}
