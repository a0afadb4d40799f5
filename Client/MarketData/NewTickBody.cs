using System.Diagnostics.CodeAnalysis;
using TradingOps.Bodies;
using TradingOps.Client.Orders;
using TradingOps.Client.Problems;
using TradingOps.Engine.Errors;
using TradingOps.Grains.MarketData;

namespace TradingOps.Client.MarketData;

/// <summary>A trade or a quote that a caller reports: a price and a quantity, or a bid and an offer.</summary>
internal sealed record NewTickBody : StrictBody
{
    public string? Feed { get; init; }

    public string? Symbol { get; init; }

    public decimal? Price { get; init; }

    public decimal? Qty { get; init; }

    public decimal? Bid { get; init; }

    public decimal? BidQty { get; init; }

    public decimal? Ask { get; init; }

    public decimal? AskQty { get; init; }

    public string? At { get; init; }

    /// <summary>The tick, or the problem to answer.</summary>
    /// <param name="now">The time of a tick that has none.</param>
    /// <param name="tick">The tick.</param>
    /// <param name="problem">What is wrong.</param>
    public bool TryRead(DateTimeOffset now, out Tick tick, [NotNullWhen(false)] out ProblemResult? problem)
    {
        tick = default;
        var at = now;
        problem = Feed is null ? Problem.Missing("feed")
            : Symbol is null ? Problem.Missing("symbol")
            : Feed.Length > FeedDefinition.MaxIdLength
                ? Problem.Of(TradingError.InvalidFeed, $"feed '{Excerpt.Of(Feed)}' is longer than {FeedDefinition.MaxIdLength}")
            : !OrderReader.IsText(Symbol, OrderReader.MaxSymbolLength)
                ? Problem.Of(TradingError.InvalidSymbol, OrderReader.ExplainSymbol(Symbol))
            : At is not null && !OffsetTime.TryParse(At, out at)
                ? Problem.Of(TradingError.InvalidTime, $"at '{Excerpt.Of(At)}' is not {OffsetTime.Allowed}")
            : Price is null && Bid is null && Ask is null ? Problem.Missing("price")
            : Price is not null && (Bid is not null || Ask is not null || BidQty is not null || AskQty is not null)
                ? Problem.Of(TradingError.InvalidPrice, "a tick has a price, or a bid and an ask")
            : Price is not null && Qty is not > 0
                ? Problem.Of(TradingError.InvalidQuantity, $"qty '{Qty}' is not above 0")
            : BidQty < 0 || AskQty < 0
                ? Problem.Of(TradingError.InvalidQuantity, "bid_qty or ask_qty is below 0")
            : Bid > Ask ? Problem.Of(TradingError.InvalidPrice, $"bid {Bid} is above ask {Ask}")
            : null;
        if (problem is not null) return false;
        var time = (at.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TimeSpan.TicksPerMicrosecond;
        tick = new(0, time, Price, Qty ?? 0, Bid, BidQty ?? 0, Ask, AskQty ?? 0);
        return true;
    }
}
