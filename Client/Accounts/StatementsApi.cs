using System.Globalization;
using Microsoft.AspNetCore.Http.HttpResults;
using TradingOps.Client.Contract;
using TradingOps.Client.Paging;
using TradingOps.Client.Parameters;
using TradingOps.Client.Problems;
using TradingOps.Engine.Errors;
using TradingOps.Grains;

namespace TradingOps.Client.Accounts;

/// <summary><c>GET /accounts/{id}/statements</c></summary>
internal static class StatementsApi
{
    private const string SequenceOfStatement = "the sequence of a statement";

    private static readonly CountParameter Limit = new("limit", TradingError.InvalidLimit, Default: 30, Maximum: 100);

    private static readonly Parameter Before = new("before");

    /// <summary>Maps it.</summary>
    /// <param name="view">The endpoints of one account that show it.</param>
    public static void MapStatements(this IEndpointRouteBuilder view) =>
        view.MapGet("/{id}/statements", ListAsync).Problems(400).Describe(
            "The days of an account, newest first, the day that is not over as of now: opening, cash moved, P&L by kind, "
            + "closing. A day closes as the next one opens. A full page names the next in Link.",
            Limit, Before);

    private static async Task<Results<Ok<StatementBody[]>, ProblemResult>> ListAsync(
        string id, HttpContext context, IGrainFactory grains)
    {
        if (!Limit.TryRead(context.Request, out var limit, out var problem)
            || !Page.TryReadSequence(Before, context.Request, SequenceOfStatement, out var before, out problem)) return problem;
        if (await grains.GetAccount(id).ListStatements(before, limit) is not { } statements)
            return Problem.UnknownAccount(id);
        var full = statements.Length == limit;
        Page.LinkNext(
            context, Before.Name, full ? statements[^1].Sequence.ToString(CultureInfo.InvariantCulture) : null);
        return TypedResults.Ok(statements.Select(StatementBody.From).ToArray());
    }
}
