using TradingOps.Grains.MarketData;

namespace TradingOps.Client.MarketData;

/// <summary>A feed, and how far it is.</summary>
internal sealed record FeedBody(
    string Id, string Kind, string[] Symbols, string[] RecordedAs, string? File, string? Format, DateOnly? Day, decimal Speed,
    string Target, bool Restamp, string[] Columns, int? Seed, string? Server, string? Topic, string Status, int Run, long Place,
    double? Progress, DateTime? RecordedAt, DateTime? ReceivedAt, long Taken, long Bad, string[] Faults, string? Fault,
    string ChangedBy, DateTime ChangedAt)
{
    public static FeedBody From(FeedEntry entry, FeedProgress? progress) => new(
        entry.Definition.Id, FeedWords.Kinds[entry.Definition.Kind], [.. entry.Definition.Symbols],
        [.. entry.Definition.RecordedAs], entry.Definition.File,
        entry.Definition.Kind == FeedKind.File ? FeedWords.Formats[entry.Definition.Format] : null, entry.Definition.Day,
        entry.Definition.Speed, FeedWords.Targets[entry.Definition.Target], entry.Definition.IsRestamped,
        [.. entry.Definition.Columns], entry.Definition.Kind == FeedKind.Simulation ? entry.Definition.Seed : null,
        entry.Definition.Server, entry.Definition.Topic, FeedWords.Statuses[entry.Status], entry.Run,
        Math.Max(entry.Place, progress?.Place ?? 0), progress?.Share is { } share ? Math.Round(share, 4) : null,
        progress?.RecordedAt?.UtcDateTime, progress?.ReceivedAt?.UtcDateTime, progress?.Taken ?? 0, progress?.Bad ?? 0,
        [.. progress?.Faults ?? []], entry.Fault, entry.ChangedBy, entry.ChangedAt.UtcDateTime);
}
