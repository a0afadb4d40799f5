using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using TradingOps.Client.Orders;
using TradingOps.Client.Problems;
using TradingOps.Engine.Errors;
using TradingOps.Engine.Instruments;
using TradingOps.Grains.Orders;

namespace TradingOps.Client.Paging;

/// <summary>What lists have in common: which page of what, and the link to the next (RFC 8288).</summary>
internal sealed record Page(string? Account, string? Symbol, int Limit, string? Before)
{
    /// <summary>Elements of a page without a given limit.</summary>
    public const int DefaultLimit = 100;

    /// <summary>Most elements of a page.</summary>
    public const int MaxLimit = OrderFilter.MaxLimit;

    /// <summary>Most characters of the id that a page begins after.</summary>
    public const int MaxIdLength = 160;

    /// <summary>Reads the parameters of a list, or null with the problem to answer.</summary>
    public static Page? Read(HttpRequest request, out IResult? problem)
    {
        var (account, symbol, before, limit) = (Value("account"), Value("symbol"), Value("before"), Value("limit"));
        var count = DefaultLimit;
        problem = account is not null && !OrderReader.IsAccount(account)
            ? Problem.Of(TradingError.InvalidAccount, OrderReader.ExplainAccount(account))
            : symbol is not null && !OrderReader.IsText(symbol, OrderReader.MaxSymbolLength)
            ? Problem.Of(
                TradingError.InvalidSymbol,
                $"symbol '{Excerpt.Of(symbol)}' must have 1 to {OrderReader.MaxSymbolLength} characters")
            : before is not null && !OrderReader.IsText(before, MaxIdLength)
            ? Problem.Of(
                TradingError.InvalidBefore, $"before '{Excerpt.Of(before)}' must be an id of 1 to {MaxIdLength} characters")
            : limit is not null && (!int.TryParse(limit, NumberStyles.None, CultureInfo.InvariantCulture, out count)
                || count is < 1 or > MaxLimit)
            ? Problem.Of(TradingError.InvalidLimit, $"limit '{Excerpt.Of(limit)}' is not between 1 and {MaxLimit}")
            : null;
        return problem is null
            ? new(account, symbol is null ? null : OptionSymbol.WithoutPadding(symbol), count, before)
            : null;

        string? Value(string name) => request.Query.TryGetValue(name, out var value) ? value.ToString() : null;
    }

    /// <summary>Where the page is full, names the next one, with the same parameters.</summary>
    public void LinkNext(HttpContext context, int count, string? last) => LinkNext(context, count < Limit ? null : last);

    /// <summary>Names the page that begins after an id, with the same parameters; none behind the last page.</summary>
    public static void LinkNext(HttpContext context, string? last)
    {
        if (last is null) return;
        var query = context.Request.Query.Where(q => q.Key != "before")
            .Select(q => KeyValuePair.Create(q.Key, (string?)q.Value)).Append(new("before", last));
        context.Response.Headers.Link = $"<{QueryHelpers.AddQueryString(context.Request.Path, query)}>; rel=\"next\"";
    }
}
