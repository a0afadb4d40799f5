using TradingOps.Engine.Books;

namespace TradingOps.Grains.Books;

/// <summary>A checked order on its way from its account to its market, in ticks and lots.</summary>
[GenerateSerializer, Immutable]
[Alias("tradingops.place-order")]
public sealed record PlaceOrder
{
    /// <summary>The owner's own id.</summary>
    [Id(1)] public string? ClientOrderId { get; init; }

    /// <summary>Buy or sell.</summary>
    [Id(2)] public required Side Side { get; init; }

    /// <summary>Market, limit, ...</summary>
    [Id(3)] public required OrderType Type { get; init; }

    /// <summary>Day, GTC, ...</summary>
    [Id(4)] public required TimeInForce TimeInForce { get; init; }

    /// <summary>What to do instead of trading with oneself.</summary>
    [Id(5)] public SelfTradePrevention SelfTradePrevention { get; init; }

    /// <summary>Refuse to take.</summary>
    [Id(6)] public bool PostOnly { get; init; }

    /// <summary>Limit price in ticks.</summary>
    [Id(7)] public long Price { get; init; }

    /// <summary>Stop price in ticks.</summary>
    [Id(8)] public long StopPrice { get; init; }

    /// <summary>Lots.</summary>
    [Id(9)] public required long Quantity { get; init; }

    /// <summary>Lots shown at a time; 0 shows all.</summary>
    [Id(10)] public long DisplayQuantity { get; init; }

    /// <summary>When a GTD order expires, microseconds since the Unix epoch.</summary>
    [Id(11)] public long ExpireAt { get; init; }

    /// <summary>The order as the book's command.</summary>
    public BookCommand ToCommand(long time) => new()
    {
        Kind = BookCommandKind.New,
        Side = Side,
        Type = Type,
        TimeInForce = TimeInForce,
        SelfTradePrevention = SelfTradePrevention,
        PostOnly = PostOnly,
        Price = Price,
        StopPrice = StopPrice,
        Quantity = Quantity,
        DisplayQuantity = DisplayQuantity,
        ExpireAt = ExpireAt,
        Time = time,
    };
}
