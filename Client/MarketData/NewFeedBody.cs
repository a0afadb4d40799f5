using System.Diagnostics.CodeAnalysis;
using TradingOps.Bodies;
using TradingOps.Client.Problems;
using TradingOps.Engine.Errors;
using TradingOps.Engine.Instruments;
using TradingOps.Grains.MarketData;

namespace TradingOps.Client.MarketData;

/// <summary>A source of prices to add.</summary>
internal sealed record NewFeedBody : StrictBody
{
    public string? Id { get; init; }

    public string? Kind { get; init; }

    public string[]? Symbols { get; init; }

    public string[]? RecordedAs { get; init; }

    public string? File { get; init; }

    public string? Format { get; init; }

    public DateOnly? Day { get; init; }

    public decimal? Speed { get; init; }

    public string? Target { get; init; }

    public bool? Restamp { get; init; }

    public string[]? Columns { get; init; }

    public int? Seed { get; init; }

    public string? Server { get; init; }

    public string? Topic { get; init; }

    /// <summary>The feed, or the problem to answer. What its fields mean together, the cluster checks.</summary>
    public bool TryRead([NotNullWhen(true)] out FeedDefinition? feed, [NotNullWhen(false)] out ProblemResult? problem)
    {
        (feed, problem) = (null, null);
        if (Id is null) problem = Problem.Missing("id");
        else if (Symbols is null || Symbols.Contains(null)) problem = Problem.Missing("symbols");
        else if (!FeedWords.Kinds.TryRead(Kind, FeedKind.File, out var kind))
            problem = Wrong(FeedWords.Kinds.Explain("kind", Kind));
        else if (!FeedWords.Formats.TryRead(Format, RecordingFormat.Csv, out var format))
            problem = Wrong(FeedWords.Formats.Explain("format", Format));
        else if (!FeedWords.Targets.TryRead(Target, FeedTarget.Prices, out var target))
            problem = Wrong(FeedWords.Targets.Explain("target", Target));
        else if (RecordedAs?.Contains(null) == true || Columns?.Contains(null) == true)
            problem = Wrong("recorded_as or columns has an entry that is null");
        else
            feed = new()
            {
                Id = Id,
                Kind = kind,
                Symbols = [.. Symbols.Select(OptionSymbol.WithoutPadding)],
                RecordedAs = [.. RecordedAs ?? []],
                File = File,
                Format = format,
                Day = Day,
                Speed = Speed ?? 1,
                Target = target,
                IsRestamped = Restamp ?? false,
                Columns = [.. Columns ?? []],
                Seed = Seed ?? 42,
                Server = Server,
                Topic = Topic,
            };
        return feed is not null;
    }

    private static ProblemResult Wrong(string detail) => Problem.Of(TradingError.InvalidFeed, detail);
}
