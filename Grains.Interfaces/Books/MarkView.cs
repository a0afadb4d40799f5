using TradingOps.Engine.Risk;

namespace TradingOps.Grains.Books;

/// <summary>What a market last said of its prices, in currency; null where there is none.</summary>
/// <param name="Bid">Best bid.</param>
/// <param name="Ask">Best ask.</param>
/// <param name="Last">Last trade.</param>
/// <param name="LastClose">Last trade before the session last closed.</param>
[GenerateSerializer, Immutable]
[Alias("tradingops.mark-view")]
public readonly record struct MarkView(decimal? Bid, decimal? Ask, decimal? Last, decimal? LastClose)
{
    /// <summary>The price that positions are valued at.</summary>
    [Id(4)] public decimal? Price { get; init; }

    /// <summary>When the trade was that it comes from, microseconds since the Unix epoch; null if it does not age.</summary>
    [Id(5)] public long? TradedAt { get; init; }

    /// <summary>The newest official price; null if none was entered.</summary>
    [Id(7)] public decimal? Official { get; init; }

    /// <summary>The day of that price.</summary>
    [Id(8)] public DateOnly OfficialDay { get; init; }

    /// <summary>Whether short sales need a limit above the best bid.</summary>
    [Id(9)] public bool IsShortRestricted { get; init; }

    /// <summary>Whether the price is not of now: the one before stands for it, or its feed is silent.</summary>
    [Id(10)] public bool IsPrevious { get; init; }

    /// <summary>Whether the market is open.</summary>
    [Id(6)] public bool IsOpen { get; init; }

    /// <summary>A mark, to be sent.</summary>
    public static MarkView Of(in Mark mark, decimal? lastClose) => new(mark.Bid, mark.Ask, mark.Last, lastClose)
    {
        Price = mark.Price,
        TradedAt = mark.TradedAt,
        IsOpen = mark.IsOpen,
        IsPrevious = mark.IsPrevious,
        Official = mark.Official,
        OfficialDay = mark.OfficialDay,
        IsShortRestricted = mark.IsShortRestricted,
    };

    /// <summary>The mark that was sent.</summary>
    public Mark ToMark() => new(Bid, Ask, Last)
    {
        Price = Price,
        TradedAt = TradedAt,
        IsOpen = IsOpen,
        IsPrevious = IsPrevious,
        Official = Official,
        OfficialDay = OfficialDay,
        IsShortRestricted = IsShortRestricted,
    };
}
