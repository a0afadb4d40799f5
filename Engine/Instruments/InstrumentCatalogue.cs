using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace TradingOps.Engine.Instruments;

/// <summary>The instruments by symbol. Immutable.</summary>
public sealed partial class InstrumentCatalogue
{
    private readonly Dictionary<string, Instrument> _bySymbol;

    /// <summary>Makes a catalogue; a symbol that occurs twice is an <see cref="ArgumentException"/>.</summary>
    public InstrumentCatalogue(IEnumerable<Instrument> instruments) =>
        _bySymbol = instruments.ToDictionary(i => i.Symbol, StringComparer.Ordinal);

    /// <summary>The catalogue that ships with the product (<c>catalogue.json</c>).</summary>
    public static InstrumentCatalogue Default { get; } = LoadDefault();

    /// <summary>All instruments, in the order of the catalogue.</summary>
    public IReadOnlyCollection<Instrument> All => _bySymbol.Values;

    /// <summary>Looks an instrument up by its exact symbol.</summary>
    public bool TryGet(string symbol, [NotNullWhen(true)] out Instrument? instrument) =>
        _bySymbol.TryGetValue(symbol, out instrument);

    /// <summary>The instrument of a symbol that is known to exist; else a <see cref="KeyNotFoundException"/>.</summary>
    public Instrument this[string symbol] => _bySymbol[symbol];

    private static InstrumentCatalogue LoadDefault()
    {
        using var stream =
            typeof(InstrumentCatalogue).Assembly.GetManifestResourceStream("TradingOps.Engine.Instruments.catalogue.json")!;
        return new(JsonSerializer.Deserialize(stream, CatalogueJson.Default.InstrumentArray)!);
    }

    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true,
        PropertyNameCaseInsensitive = true, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow)]
    [JsonSerializable(typeof(Instrument[]))]
    private sealed partial class CatalogueJson : JsonSerializerContext;
}
