using System.Collections.Frozen;
using TradingOps.Engine.Instruments;
using TradingOps.Engine.MarketData;
using TradingOps.Grains.MarketData.Recordings;

namespace TradingOps.Grains.MarketData.Feeds;

/// <summary>What a feed may be.</summary>
internal static class FeedRules
{
    private const decimal MinSpeed = 0.001m;
    private const decimal MaxSpeed = 100_000;
    private const int MaxSymbols = 10_000;
    private const int MaxTopicLength = 249;

    private static readonly FrozenDictionary<string, Func<CsvColumns, string, CsvColumns>> Columns =
        new Dictionary<string, Func<CsvColumns, string, CsvColumns>>
        {
            ["time"] = (c, name) => c with { Time = name },
            ["symbol"] = (c, name) => c with { Symbol = name },
            ["price"] = (c, name) => c with { Price = name },
            ["qty"] = (c, name) => c with { Quantity = name },
            ["bid"] = (c, name) => c with { Bid = name },
            ["bid_size"] = (c, name) => c with { BidSize = name },
            ["ask"] = (c, name) => c with { Ask = name },
            ["ask_size"] = (c, name) => c with { AskSize = name },
        }.ToFrozenDictionary();

    /// <summary>What is wrong with a feed, for a person; null if nothing is.</summary>
    public static string? FindWrong(FeedDefinition feed, InstrumentCatalogue catalogue)
    {
        if (feed.Id.Length is 0 or > FeedDefinition.MaxIdLength || feed.Id == MarketDataState.OwnBook || !feed.Id.All(IsOfId))
            return $"id '{feed.Id}' is not 1 to {FeedDefinition.MaxIdLength} letters, digits, dashes or underscores, or it is "
                + $"'{MarketDataState.OwnBook}'";
        if (feed.Symbols.Length is 0 or > MaxSymbols)
            return $"symbols has {feed.Symbols.Length} entries, 1 to {MaxSymbols} are allowed";
        if (feed.Symbols.FirstOrDefault(s => !catalogue.TryGet(s, out _)) is { } unknown)
            return $"symbol '{unknown}' is not known";
        if (feed.Symbols.Distinct(StringComparer.Ordinal).Count() != feed.Symbols.Length) return "symbols names one twice";
        if (feed.RecordedAs.Length != 0 && feed.RecordedAs.Length != feed.Symbols.Length)
            return $"recorded_as has {feed.RecordedAs.Length} entries, and symbols has {feed.Symbols.Length}";
        if (feed.RecordedAs.Distinct(StringComparer.Ordinal).Count() != feed.RecordedAs.Length)
            return "recorded_as names one twice";
        if (feed.Speed is < 0 or > MaxSpeed or (> 0 and < MinSpeed))
            return $"speed {feed.Speed} is neither 0 nor between {MinSpeed} and {MaxSpeed}";
        if (feed.Kind == FeedKind.WebSocket && string.IsNullOrEmpty(feed.Server)) return "server is missing";
        if (feed.Kind == FeedKind.Kafka && string.IsNullOrEmpty(feed.Topic)) return "topic is missing";
        if (feed.Topic is { } topic && (topic.Length > MaxTopicLength || !topic.All(c => c == '.' || IsOfId(c))))
            return $"topic '{topic}' is not up to {MaxTopicLength} letters, digits, dots, dashes or underscores";
        return feed.Kind == FeedKind.File ? FindWrongFile(feed) : null;
    }

    /// <summary>The columns of a CSV file. <see cref="FormatException"/> if one is not known.</summary>
    public static CsvColumns ColumnsOf(FeedDefinition feed)
    {
        var columns = new CsvColumns();
        foreach (var text in feed.Columns)
        {
            var parts = text.Split('=', 2);
            columns = parts.Length == 2 && parts[1].Length > 0 && Columns.TryGetValue(parts[0], out var change)
                ? change(columns, parts[1])
                : throw new FormatException(
                    $"columns '{text}' is not one of {string.Join(", ", Columns.Keys.Order())} with = and a name");
        }
        return columns;
    }

    private static string? FindWrongFile(FeedDefinition feed)
    {
        if (string.IsNullOrEmpty(feed.File)) return "file is missing";
        if (feed.Format != RecordingFormat.Csv && feed.Day is null) return $"day is missing: a {feed.Format} file has none";
        if (feed.Format == RecordingFormat.Lobster && feed.Symbols.Length > 1) return "a LOBSTER file is of one symbol";
        if (feed.Target == FeedTarget.Orders && feed.Format == RecordingFormat.Csv)
            return "a CSV file of trades or quotes has no orders";
        try
        {
            ColumnsOf(feed);
            return null;
        }
        catch (FormatException e)
        {
            return e.Message;
        }
    }

    private static bool IsOfId(char c) => char.IsAsciiLetterOrDigit(c) || c is '-' or '_';
}
