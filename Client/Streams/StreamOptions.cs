using System.ComponentModel.DataAnnotations;

namespace TradingOps.Client.Streams;

/// <summary>Bounds of the streams (<c>Streams</c>).</summary>
internal sealed record StreamOptions
{
    public const string Section = "Streams";

    /// <summary>Connections at one time, over both kinds.</summary>
    [Range(1, 1_000_000)]
    public int MaxConnections { get; init; } = 12_000;

    /// <summary>
    /// Symbols that one stream may follow, named or not: the id of an event names each, and has to fit a header.
    /// </summary>
    [Range(1, 10_000)]
    public int MaxSymbols { get; init; } = 500;

    /// <summary>Accounts that one stream may name.</summary>
    [Range(1, 1_000)]
    public int MaxAccounts { get; init; } = 20;

    /// <summary>
    /// Events of a symbol or account that are kept for all its readers together; who falls further behind is cut off.
    /// </summary>
    [Range(16, 1_000_000)]
    public int BufferEvents { get; init; } = 8_192;

    /// <summary>Messages about orders that one WebSocket may have under way; what is beyond is refused with 429.</summary>
    [Range(1, 10_000)]
    public int MaxUnderWay { get; init; } = 256;

    /// <summary>Silence after which a heartbeat is sent.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:05:00")]
    public TimeSpan HeartbeatEvery { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// How long a reader may take nothing of what was sent before it is cut off; of what is read for it alone, it must take a
    /// page within it.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:05:00")]
    public TimeSpan WriteTimeout { get; init; } = TimeSpan.FromSeconds(10);
}
