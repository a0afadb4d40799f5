using TradingOps.Engine.MarketData.Recordings;

namespace TradingOps.Grains.MarketData.Feeds;

/// <summary>What a recording becomes here.</summary>
internal interface IFeedOutput
{
    /// <summary>Ticks or orders that wait for <see cref="FlushAsync"/>.</summary>
    int Waiting { get; }

    /// <summary>
    /// Takes the next event of a recording, to be sent by <see cref="FlushAsync"/>. Returns what is wrong with it; null if
    /// nothing is.
    /// </summary>
    /// <param name="symbol">The symbol here.</param>
    /// <param name="next">The event.</param>
    /// <param name="place">Its place in the recording.</param>
    /// <param name="time">The time that it is given, microseconds since the Unix epoch; null if it was sent before, or is not
    /// wanted.</param>
    string? Add(string symbol, in RecordedEvent next, long place, long? time);

    /// <summary>Sends what waits. Safe to repeat. Returns what was not taken, for a person.</summary>
    Task<List<string>> FlushAsync();
}
