using Microsoft.AspNetCore.Http.HttpResults;
using TradingOps.Bodies;
using TradingOps.Bodies.MarketData;
using TradingOps.Client.Contract;
using TradingOps.Client.Parameters;
using TradingOps.Client.Problems;
using TradingOps.Engine.Errors;
using TradingOps.Engine.Instruments;
using TradingOps.Grains;
using TradingOps.Grains.MarketData;
using TradingOps.Hosting.Access;

namespace TradingOps.Client.MarketData;

/// <summary><c>/feeds</c> and <c>/tick</c>: where prices come from.</summary>
internal static class FeedsApi
{
    public static void MapFeeds(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/feeds", ListAsync).RequireRole(Role.Viewer).Describe("Lists the feeds, and how far each is.");
        routes.MapGet("/feeds/{id}", FindAsync).RequireRole(Role.Viewer).Problems(404).Describe("Finds a feed.");
        var change = routes.MapGroup("").RequireRole(Role.Admin);
        change.MapPost("/feeds", AddAsync).Problems(409).Describe(
            "Adds a feed and starts it: a recorded file, which becomes prices or orders, or ticks that callers send. Its symbols "
            + "have its prices until it ends.", Parameter.OnBehalfOf);
        change.MapPatch("/feeds/{id}", ChangeAsync).Problems(404, 409).Describe(
            "Pauses a feed, lets it run on, or stops it, whose symbols have the prices of their own markets then. A failed feed "
            + "runs on where it was, one that has ended begins again. At plays a recording again from a recorded time on.",
            Parameter.OnBehalfOf);
        change.MapDelete("/feeds/{id}", RemoveAsync).Problems(404).Describe("Stops a feed and forgets it.", Parameter.OnBehalfOf);
        change.MapPost("/tick", PushAsync).Problems(404).Describe(
            "Takes a trade or a quote for a feed of the kind push. It is durable when it is answered, and counts as often as it "
            + "is sent.");
    }

    private static async Task<Ok<FeedBody[]>> ListAsync(IGrainFactory grains)
    {
        var feeds = await grains.GetFeeds().List();
        return TypedResults.Ok(await Task.WhenAll(feeds.Select(f => BodyOfAsync(f, grains))));
    }

    private static async Task<Results<Ok<FeedBody>, ProblemResult>> FindAsync(string id, IGrainFactory grains) =>
        await grains.GetFeeds().Find(id) is { } feed ? TypedResults.Ok(await BodyOfAsync(feed, grains)) : Unknown(id);

    private static async Task<Results<Created<FeedBody>, ProblemResult>> AddAsync(
        Body<NewFeedBody> body, HttpContext context, IGrainFactory grains)
    {
        if (!body.TryGet(out var asked, out var problem) || !asked.TryRead(out var feed, out problem)) return problem;
        var answer = await grains.GetFeeds().Add(feed, context.GetActor());
        await grains.GetFeed(feed.Id).Wake();
        return answer.Code is { } code
            ? Problem.Of(code, answer.Detail!)
            : TypedResults.Created($"/feeds/{feed.Id}", FeedBody.From(answer.Feed!, null));
    }

    private static async Task<Results<Ok<FeedBody>, ProblemResult>> ChangeAsync(
        string id, Body<FeedChangeBody> body, HttpContext context, IGrainFactory grains) =>
        !body.TryGet(out var change, out var problem) || !change.TryRead(out var asked, out problem)
            ? problem
            : await AskAsync(id, asked.Action, asked.At, context, grains);

    private static Task<Results<Ok<FeedBody>, ProblemResult>> RemoveAsync(
        string id, HttpContext context, IGrainFactory grains) => AskAsync(id, FeedAction.Remove, null, context, grains);

    private static async Task<Results<Ok<FeedBody>, ProblemResult>> AskAsync(
        string id, FeedAction action, DateTimeOffset? at, HttpContext context, IGrainFactory grains)
    {
        var answer = await grains.GetFeeds().Change(id, action, at, context.GetActor());
        if (answer.Code == TradingError.UnknownFeed) return Unknown(id);
        await grains.GetFeed(id).Wake();
        return answer.Code is { } code
            ? Problem.Of(code, answer.Detail!)
            : TypedResults.Ok(await BodyOfAsync(answer.Feed!, grains));
    }

    private static async Task<Results<Ok<LatestPriceBody>, ProblemResult>> PushAsync(
        Body<NewTickBody> body, TimeProvider clock, IGrainFactory grains)
    {
        if (!body.TryGet(out var asked, out var problem)
            || !asked.TryRead(clock.GetUtcNow(), out var tick, out problem)) return problem;
        var symbol = OptionSymbol.WithoutPadding(asked.Symbol!);
        var answer = await grains.GetFeed(asked.Feed!).Push(symbol, tick);
        if (!answer.IsTaken)
            return Problem.Of(
                TradingError.UnknownFeed,
                $"feed '{Excerpt.Of(asked.Feed)}' is not one that takes ticks of {Excerpt.Of(symbol)} now");
        if (answer.Fault is { } fault) return Problem.Of(TradingError.InvalidPrice, fault);
        return TypedResults.Ok(LatestPriceBody.From((await grains.GetMarketData(symbol).GetPrice())!));
    }

    private static async Task<FeedBody> BodyOfAsync(FeedEntry feed, IGrainFactory grains) =>
        FeedBody.From(feed, await grains.GetFeed(feed.Definition.Id).GetProgress());

    private static ProblemResult Unknown(string id) =>
        Problem.Of(TradingError.UnknownFeed, $"there is no feed '{Excerpt.Of(id)}'");
}
