using System.Text.Json;

namespace TradingOps.Silo.Kafka;

/// <summary>What is read of the statistics of librdkafka.</summary>
internal static class BrokerStatistics
{
    private const double MicrosecondsPerSecond = 1_000_000;

    /// <summary>The source of a broker that is a part of the library.</summary>
    private const string Internal = "internal";

    /// <summary>Whether a broker is connected, and the median round trip to the slowest one that is, in seconds.</summary>
    public static (bool IsConnected, double RoundTrip) Read(string json)
    {
        using var statistics = JsonDocument.Parse(json);
        var connected = statistics.RootElement.GetProperty("brokers").EnumerateObject().Select(b => b.Value)
            .Where(b => b.GetProperty("state").GetString() == "UP" && b.GetProperty("source").GetString() != Internal).ToList();
        return (connected.Count > 0, connected.Count == 0
            ? 0
            : connected.Max(b => b.GetProperty("rtt").GetProperty("p50").GetInt64()) / MicrosecondsPerSecond);
    }
}
