using TradingOps.Bodies.Orders;
using TradingOps.Grains.MarketData;

namespace TradingOps.Client.MarketData;

/// <summary>The words of feeds.</summary>
internal static class FeedWords
{
    public static readonly Vocabulary<FeedKind> Kinds = new(
        ("file", FeedKind.File), ("push", FeedKind.Push), ("simulation", FeedKind.Simulation), ("websocket", FeedKind.WebSocket),
        ("kafka", FeedKind.Kafka));

    public static readonly Vocabulary<RecordingFormat> Formats = new(
        ("csv", RecordingFormat.Csv), ("lobster", RecordingFormat.Lobster), ("itch", RecordingFormat.Itch));

    public static readonly Vocabulary<FeedTarget> Targets = new(("prices", FeedTarget.Prices), ("orders", FeedTarget.Orders));

    public static readonly Vocabulary<FeedAction> Actions = new(
        ("running", FeedAction.Resume), ("paused", FeedAction.Pause), ("stopped", FeedAction.Stop));

    public static readonly Vocabulary<FeedStatus> Statuses = new(
        ("running", FeedStatus.Running), ("paused", FeedStatus.Paused), ("finished", FeedStatus.Finished),
        ("failed", FeedStatus.Failed), ("stopped", FeedStatus.Stopped));
}
