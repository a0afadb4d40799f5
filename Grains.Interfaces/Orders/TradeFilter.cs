namespace TradingOps.Grains.Orders;

/// <summary>Which trades to list, newest first unless it says otherwise.</summary>
[GenerateSerializer, Immutable]
[Alias("tradingops.trade-filter")]
public sealed record TradeFilter
{
    /// <summary>Most trades on a page.</summary>
    public const int MaxLimit = OrderFilter.MaxLimit;

    /// <summary>Only those that this account took or made.</summary>
    [Id(0)] public string? Account { get; init; }

    /// <summary>Only in this symbol.</summary>
    [Id(1)] public string? Symbol { get; init; }

    /// <summary>At most so many, 1 to <see cref="MaxLimit"/>.</summary>
    [Id(2)] public int Limit { get; init; } = 100;

    /// <summary>Only trades behind the one with this id, in the direction of the list.</summary>
    [Id(3)] public string? Before { get; init; }

    /// <summary>Only trades later than this.</summary>
    [Id(10)] public DateTimeOffset? After { get; init; }

    /// <summary>Only trades earlier than this.</summary>
    [Id(11)] public DateTimeOffset? Until { get; init; }

    /// <summary>Oldest first.</summary>
    [Id(12)] public bool OldestFirst { get; init; }

    /// <summary>Only trades with an order that has this tag. With an account, it must be an order of that account.</summary>
    [Id(13)] public string? Tag { get; init; }

    /// <summary>Whether a page looks at more trades than it returns.</summary>
    public bool IsSelective => After is not null || Until is not null || Tag is not null;

    /// <summary>Whether it wants a trade for the tags of its orders.</summary>
    public bool Wants(TradeView trade) => Tag is null
        || (trade.TakerTag == Tag && (Account ?? trade.TakerAccount) == trade.TakerAccount)
        || (trade.MakerTag == Tag && (Account ?? trade.MakerAccount) == trade.MakerAccount);

    /// <summary>Whether it wants a trade of a time.</summary>
    public bool Wants(DateTimeOffset at) => (After is not { } after || at > after) && (Until is not { } until || at < until);
}
