using System.ComponentModel.DataAnnotations;

namespace TradingOps.Grains.MarketData;

/// <summary>A server that sends market data over a WebSocket (<c>Feeds:Servers</c>), in the form of Alpaca's.</summary>
public sealed record FeedServer
{
    /// <summary>What feeds call it.</summary>
    [Required]
    public string Name { get; init; } = "";

    /// <summary>Its address, such as <c>wss://stream.data.alpaca.markets/v2/iex</c>.</summary>
    [Required, RegularExpression("^wss?://.+", ErrorMessage = "it must begin with ws:// or wss://")]
    public string Url { get; init; } = "";

    /// <summary>The id of the key that it asks for.</summary>
    [DataType(DataType.Password)]
    public string Key { get; init; } = "";

    /// <summary>The key's secret.</summary>
    [DataType(DataType.Password)]
    public string Secret { get; init; } = "";
}
