using TradingOps.Engine.Actors;

namespace TradingOps.Grains.Books;

/// <summary>New terms of an open order, in ticks and lots.</summary>
[GenerateSerializer, Immutable]
[Alias("tradingops.replace-order")]
public sealed record ReplaceOrder
{
    /// <summary>The order.</summary>
    [Id(0)] public required string OrderId { get; init; }

    /// <summary>Limit price from now on, or worst price of an order that waits; null for the one that it has.</summary>
    [Id(1)] public long? Price { get; init; }

    /// <summary>Whether the price is one that the owner gave, and holds wherever the order is.</summary>
    [Id(6)] public bool HasLimit { get; init; }

    /// <summary>
    /// Stop price from now on; null for the one that it has. With a new trail of a buy: where the stop may begin at most.
    /// </summary>
    [Id(2)] public long? StopPrice { get; init; }

    /// <summary>Open lots from now on.</summary>
    [Id(3)] public required long Quantity { get; init; }

    /// <summary>Lots that must be open still, or nothing is changed; null for whatever is open.</summary>
    [Id(4)] public long? Expected { get; init; }

    /// <summary>The account's own id from now on; null for the one that it has.</summary>
    [Id(7)] public string? ClientOrderId { get; init; }

    /// <summary>Ticks that a trailing stop stays behind from now on; 0 for percent, or for what it has.</summary>
    [Id(8)] public long TrailAmount { get; init; }

    /// <summary>Hundredths of a percent that a trailing stop stays behind from now on; 0 for ticks, or for what it has.</summary>
    [Id(9)] public int TrailBasisPoints { get; init; }

    /// <summary>Whose account it is, as <see cref="Engine.Books.BookCommand.Owner"/>.</summary>
    [Id(10)] public long Owner { get; init; }

    /// <summary>
    /// After this time it must no longer be made, for its sender has given up; microseconds since the Unix epoch.
    /// </summary>
    [Id(11)] public long Deadline { get; init; } = long.MaxValue;

    /// <summary>Who asks for it.</summary>
    [Id(5)] public required Actor Actor { get; init; }
}
