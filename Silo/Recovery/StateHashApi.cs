using System.Text.Json;
using TradingOps.Grains;
using TradingOps.Grains.Journaling;
using TradingOps.Hosting.Access;

namespace TradingOps.Silo.Recovery;

/// <summary>
/// <c>GET /state-hashes</c>: the live state of every market in one number, to be compared with <c>silo verify</c>.
/// </summary>
internal static class StateHashApi
{
    private static readonly JsonSerializerOptions Json =
        new(JsonSerializerDefaults.Web) { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    public static void MapStateHashes(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/state-hashes", ListAsync).RequireRole(Role.Viewer);

    private static async Task<IResult> ListAsync(IJournal journal, IGrainFactory grains, CancellationToken cancellationToken)
    {
        var streams = await journal.ListAsync(JournalStreams.BookPrefix, cancellationToken);
        var hashes = await Task.WhenAll(streams.Order(StringComparer.Ordinal)
            .Select(stream => grains.GetOrderBook(JournalStreams.SymbolOf(stream)!).ComputeHash()));
        return TypedResults.Json(hashes, Json);
    }
}
