using System.Text;
using Microsoft.AspNetCore.Http.HttpResults;
using TradingOps.Bodies;
using TradingOps.Client.Contract;
using TradingOps.Client.Orders;
using TradingOps.Client.Paging;
using TradingOps.Client.Parameters;
using TradingOps.Client.Problems;
using TradingOps.Engine.Breakers;
using TradingOps.Engine.Errors;
using TradingOps.Engine.Instruments;
using TradingOps.Grains;
using TradingOps.Grains.AuditTrail;
using TradingOps.Hosting.Access;

namespace TradingOps.Client.AuditTrail;

/// <summary><c>/audit-trail</c></summary>
internal static class AuditTrailApi
{
    /// <summary>Most characters of a position: some hundred symbols. More need the parameter symbol.</summary>
    private const int MaxPosition = 7_000;

    private static readonly TextParameter Scope = new(
        "scope", OrderReader.MaxAccountLength + "desk:".Length, TradingError.InvalidScope, text => ReadScope(text) is not null,
        text => $"scope '{Excerpt.Of(text)}' is neither firm nor desk:ID");

    private static readonly TimeParameter From = new("from");

    private static readonly TimeParameter To = new("to");

    private static readonly TextParameter After = new(
        "after", MaxPosition, TradingError.InvalidBefore,
        text => text.Length <= MaxPosition && TrailPosition.TryParse(text) is not null,
        ExplainAfter);

    private static readonly WordParameter<TrailFormat> Format = new(
        "format", TradingError.InvalidFormat, new(("json", TrailFormat.Json), ("csv", TrailFormat.Csv)), TrailFormat.Json);

    public static void MapAuditTrail(this IEndpointRouteBuilder routes) =>
        routes.MapGet("/audit-trail", ListAsync).RequireRole(Role.Risk).Problems(400, 404).Describe(
            "Lists who did what to an account, in a symbol, or both, oldest first, from the journal, up to the time to and not "
            + "at it; the header Link names the "
            + $"next page. A page reads {IAuditTrailGrain.MaxRecords:N0} records at most. Orders that an account's checks "
            + "refused are listed with their account. scope=firm or scope=desk:ID lists changes of their limits and breakers "
            + "instead. format=csv writes it for a spreadsheet.",
            Page.OfAccount, Page.OfSymbol, Scope, From, To, Page.Count, After, Format);

    private static async Task<Results<Ok<AuditTrailBody[]>, ContentHttpResult, ProblemResult>> ListAsync(
        HttpContext context, Caller caller, IGrainFactory grains)
    {
        var request = context.Request;
        if (!Page.OfAccount.TryRead(request, out var account, out var problem)
            || !Page.OfSymbol.TryRead(request, out var symbol, out problem)
            || !Scope.TryRead(request, out var group, out problem)
            || !From.TryRead(request, out var from, out problem)
            || !To.TryRead(request, out var to, out problem)
            || !Page.Count.TryRead(request, out var limit, out problem)
            || !After.TryRead(request, out var after, out problem)
            || !Format.TryRead(request, out var format, out problem)) return problem;
        if (account is null && symbol is null && group is null)
            return Problem.Of(TradingError.MissingField, "one of account, symbol and scope is needed");
        if (group is not null && (account ?? symbol) is not null)
            return Problem.Of(TradingError.InvalidScope, "scope cannot be combined with account or symbol");
        if (from > to) return Problem.Of(TradingError.InvalidTime, $"from {from:O} is after to {to:O}");
        if (account is null ? !caller.MayUseEveryAccount : !caller.MayUse(account))
            return Problem.ForbiddenAccount(caller, account ?? Caller.AnyAccount);
        symbol = symbol is null ? null : OptionSymbol.WithoutPadding(symbol);
        if (await Problem.FindUnknownSymbolAsync(symbol, grains) is { } unknown) return unknown;
        var page = await grains.GetAuditTrail().Read(new()
        {
            Account = account,
            Symbol = symbol,
            Scope = group is null ? null : ReadScope(group),
            From = from,
            To = to,
            Limit = limit,
            After = after is null ? null : TrailPosition.TryParse(after),
        });
        if (page.IsUnknown) return Problem.Of(TradingError.InvalidBefore, ExplainAfter(after!));
        Page.LinkNext(context, After.Name, page.Next?.ToString());
        var entries = page.Entries.Select(AuditTrailBody.From).ToArray();
        return format == TrailFormat.Csv
            ? TypedResults.Text(TrailCsv.Write(entries), "text/csv", Encoding.UTF8)
            : TypedResults.Ok(entries);
    }

    /// <summary>The firm or a desk as its breaker is named; null if a text names neither.</summary>
    private static string? ReadScope(string text) => BreakerScope.TryParse(text, out var scope)
        && (scope.Kind == BreakerKind.Firm || (scope.Kind == BreakerKind.Desk && OrderReader.IsAccount(scope.Name)))
            ? scope.ToString()
            : null;

    private static string ExplainAfter(string text) =>
        $"after '{Excerpt.Of(text)}' is not a position that an answer's header Link named";
}
