using TradingOps.Bodies;
using TradingOps.Client.Breakers;
using TradingOps.Client.Parameters;
using TradingOps.Client.Problems;
using TradingOps.Engine.Errors;
using TradingOps.Grains.Settlement;

namespace TradingOps.Client.Prices;

/// <summary>An official price that a person enters. In a list it names its symbol and day too.</summary>
internal sealed record NewPriceBody : StrictBody
{
    public string? Symbol { get; init; }

    public DateOnly? Day { get; init; }

    public string? Kind { get; init; }

    public decimal? Price { get; init; }

    public string? Reason { get; init; }

    /// <summary>The price of a day, or what is wrong with it.</summary>
    public (NewOfficialPrice? Price, ProblemResult? Problem) Read(DateOnly? day)
    {
        if (day is not { } of) return Wrong(TradingError.InvalidDay, "field 'day' is missing");
        if (Kind is null) return Wrong(TradingError.MissingField, "field 'kind' is missing");
        if (!PriceWords.Kinds.TryRead(Kind, default, out var kind))
            return Wrong(TradingError.InvalidPriceKind, PriceWords.Kinds.Explain("kind", Kind));
        if (Price is not { } price) return Wrong(TradingError.MissingField, "field 'price' is missing");
        return BreakerChangeBody.CheckReason(Reason) is { } reason
            ? (null, reason)
            : (new(of, kind, price, PlainText.Clean(Reason)!), null);
    }

    private static (NewOfficialPrice? Price, ProblemResult? Problem) Wrong(TradingError code, string detail) =>
        (null, Problem.Of(code, detail));
}
