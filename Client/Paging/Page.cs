using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using TradingOps.Bodies;
using TradingOps.Client.Orders;
using TradingOps.Client.Parameters;
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

    /// <summary>The account whose elements are listed.</summary>
    public static readonly TextParameter OfAccount = new(
        "account", OrderReader.MaxAccountLength, TradingError.InvalidAccount, OrderReader.IsAccount, OrderReader.ExplainAccount);

    /// <summary>The instrument whose elements are listed.</summary>
    public static readonly TextParameter OfSymbol = new(
        "symbol", OrderReader.MaxSymbolLength, TradingError.InvalidSymbol,
        text => OrderReader.IsText(text, OrderReader.MaxSymbolLength), OrderReader.ExplainSymbol);

    /// <summary>The tag of the orders that are listed, or of an order of the trades that are.</summary>
    public static readonly TextParameter OfTag = new(
        "tag", OrderReader.MaxTagLength, TradingError.InvalidTag, OrderReader.IsTag, OrderReader.ExplainTag);

    /// <summary>Most elements of the page.</summary>
    public static readonly CountParameter Count = new("limit", TradingError.InvalidLimit, DefaultLimit, MaxLimit);

    /// <summary>The id of the element that the page begins behind, in the order of the list.</summary>
    public static readonly TextParameter After = new(
        "before", MaxIdLength, TradingError.InvalidBefore, text => OrderReader.IsText(text, MaxIdLength),
        text => $"before '{Excerpt.Of(text)}' must be an id of 1 to {MaxIdLength} characters");

    /// <summary>The parameters of a list.</summary>
    public static readonly Parameter[] Parameters = [OfAccount, OfSymbol, Count, After];

    /// <summary>Reads the parameters of a list, or gives the problem to answer.</summary>
    public static bool TryRead(
        HttpRequest request, [NotNullWhen(true)] out Page? page, [NotNullWhen(false)] out ProblemResult? problem)
    {
        page = null;
        if (!OfAccount.TryRead(request, out var account, out problem)
            || !OfSymbol.TryRead(request, out var symbol, out problem)
            || !After.TryRead(request, out var before, out problem)
            || !Count.TryRead(request, out var limit, out problem)) return false;
        page = new(account, symbol is null ? null : OptionSymbol.WithoutPadding(symbol), limit, before);
        return true;
    }

    /// <summary>400: the page is to begin behind something that was never listed.</summary>
    public static ProblemResult UnknownBefore(string? before, string what) =>
        Problem.Of(TradingError.InvalidBefore, $"before '{Excerpt.Of(before)}' is not {what}");

    /// <summary>Reads the sequence that a page begins behind, null without one, or gives the problem to answer.</summary>
    /// <param name="parameter">The parameter that has it.</param>
    /// <param name="request">The request.</param>
    /// <param name="what">What has such a sequence.</param>
    /// <param name="sequence">The sequence.</param>
    /// <param name="problem">What is wrong with it.</param>
    public static bool TryReadSequence(
        Parameter parameter, HttpRequest request, string what, out long? sequence,
        [NotNullWhen(false)] out ProblemResult? problem)
    {
        var text = parameter.ValueOf(request);
        var isNumber = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0;
        sequence = isNumber ? number : null;
        problem = text is null || isNumber ? null : UnknownBefore(text, what);
        return problem is null;
    }

    /// <summary>Names the page that begins behind an id, with the same parameters; none behind the last page.</summary>
    public static void LinkNext(HttpContext context, string? last) => LinkNext(context, After.Name, last);

    /// <summary>Names the page that a parameter asks for, with the same other parameters; none behind the last page.</summary>
    public static void LinkNext(HttpContext context, string parameter, string? value)
    {
        if (value is null) return;
        var query = context.Request.Query.Where(q => q.Key != parameter)
            .Select(q => KeyValuePair.Create(q.Key, (string?)q.Value)).Append(new(parameter, value));
        context.Response.Headers.Link = $"<{QueryHelpers.AddQueryString(context.Request.Path, query)}>; rel=\"next\"";
    }
}
