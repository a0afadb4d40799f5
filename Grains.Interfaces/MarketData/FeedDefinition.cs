using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace TradingOps.Grains.MarketData;

/// <summary>A source of prices, as a person describes it.</summary>
[GenerateSerializer, Immutable]
[Alias("tradingops.feed-definition")]
public sealed record FeedDefinition
{
    /// <summary>Most characters of an id.</summary>
    public const int MaxIdLength = 32;

    /// <summary>Its id: letters, digits, dashes and underscores; <c>book</c> is taken.</summary>
    [Id(0)] public required string Id { get; init; }

    /// <summary>Where the prices are from.</summary>
    [Id(1)] public required FeedKind Kind { get; init; }

    /// <summary>The symbols here that it gives prices to.</summary>
    [Id(2)] public required ImmutableArray<string> Symbols { get; init; }

    /// <summary>What the recording calls the symbols, in their order; empty where the names are the same.</summary>
    [Id(3)] public ImmutableArray<string> RecordedAs { get; init; } = [];

    /// <summary>What the recording, or the server, calls the symbols, in their order.</summary>
    [JsonIgnore]
    public ImmutableArray<string> Names => RecordedAs.IsDefaultOrEmpty ? Symbols : RecordedAs;

    /// <summary>For a file: its path in the folder of feeds.</summary>
    [Id(4)] public string? File { get; init; }

    /// <summary>For a file: its format.</summary>
    [Id(5)] public RecordingFormat Format { get; init; }

    /// <summary>For LOBSTER and ITCH: the day that was recorded, in New York.</summary>
    [Id(6)] public DateOnly? Day { get; init; }

    /// <summary>How many times faster than recorded it plays; 0 for as fast as it goes.</summary>
    [Id(7)] public decimal Speed { get; init; } = 1;

    /// <summary>What it becomes.</summary>
    [Id(8)] public FeedTarget Target { get; init; }

    /// <summary>Whether ticks have the time at which they are played, in place of the recorded one.</summary>
    [Id(9)] public bool IsRestamped { get; init; }

    /// <summary>For a simulation: its seed. The same seed gives the same prices.</summary>
    [Id(11)] public int Seed { get; init; } = 42;

    /// <summary>For a WebSocket: the name of its server in the silos' configuration.</summary>
    [Id(12)] public string? Server { get; init; }

    /// <summary>For CSV: which column holds what, as <c>price=px</c>; those that are not named have their usual names.</summary>
    [Id(10)] public ImmutableArray<string> Columns { get; init; } = [];

    /// <summary>For Kafka: the topic.</summary>
    [Id(13)] public string? Topic { get; init; }
}
