using System.Collections.Immutable;
using TradingOps.Grains.Books;

namespace TradingOps.Grains.Feeds;

/// <summary>What happened in a market after the sequence that a reader named, all of it durable.</summary>
[GenerateSerializer, Immutable]
[Alias("tradingops.market-feed-page")]
public sealed record MarketFeedPage
{
    /// <summary>Most levels a side in <see cref="Book"/>.</summary>
    public const int Depth = 25;

    /// <summary>Sequence of the last record in here, or the one that was asked from: where the next page begins.</summary>
    [Id(0)] public required long Sequence { get; init; }

    /// <summary>What happened to orders, in order.</summary>
    [Id(1)] public required ImmutableArray<OrderChange> Changes { get; init; }

    /// <summary>The trades that were busted or corrected, in order; unset where no trade was.</summary>
    [Id(4)] public ImmutableArray<TradeRevision> Revisions { get; init; }

    /// <summary>The best levels at <see cref="Sequence"/>; null where there are more records to read first.</summary>
    [Id(2)] public BookView? Book { get; init; }

    /// <summary>
    /// The sequence that was asked from is too far back, or was never reached: the reader starts over from
    /// <see cref="Sequence"/>.
    /// </summary>
    [Id(3)] public bool IsReset { get; init; }
}
