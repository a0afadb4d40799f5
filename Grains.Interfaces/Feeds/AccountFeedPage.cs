using System.Collections.Immutable;
using TradingOps.Grains.Accounts;

namespace TradingOps.Grains.Feeds;

/// <summary>How an account stands, and the orders that were refused to it since the cursor that a reader named.</summary>
[GenerateSerializer, Immutable]
[Alias("tradingops.account-feed-page")]
public sealed record AccountFeedPage
{
    /// <summary>Where the next page begins.</summary>
    [Id(0)] public required AccountCursor Cursor { get; init; }

    /// <summary>The account's figures; null while it is not open.</summary>
    [Id(1)] public AccountView? Account { get; init; }

    /// <summary>Its positions, flat ones too.</summary>
    [Id(2)] public required ImmutableArray<PositionView> Positions { get; init; }

    /// <summary>Orders refused before they reached a market, in order.</summary>
    [Id(3)] public required ImmutableArray<OrderChange> Refused { get; init; }

    /// <summary>The reader's sequence is too far back, or was never reached: orders refused since are not included.</summary>
    [Id(4)] public bool IsReset { get; init; }
}
