using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace TradingOps.Engine.Instruments;

/// <summary>
/// The instruments by symbol. Changes come in by number; a reader sees all of a change or nothing of it. Thread-safe.
/// </summary>
public sealed class InstrumentCatalogue
{
    private readonly Lock _gate = new();
    private volatile FrozenDictionary<string, Instrument> _bySymbol;
    private long _version;

    /// <summary>Makes a catalogue; a symbol that occurs twice is an <see cref="ArgumentException"/>.</summary>
    public InstrumentCatalogue(IEnumerable<Instrument> instruments) =>
        _bySymbol = instruments.ToDictionary(i => i.Symbol).ToFrozenDictionary(StringComparer.Ordinal);

    /// <summary>The catalogue that ships with the product (<c>catalogue.json</c>). Not to be changed.</summary>
    public static InstrumentCatalogue Default { get; } = LoadDefault();

    /// <summary>Number of the last change; 0 before the first.</summary>
    public long Version => Interlocked.Read(ref _version);

    /// <summary>All instruments, by symbol.</summary>
    public IReadOnlyCollection<Instrument> All => [.. _bySymbol.Values.OrderBy(i => i.Symbol, StringComparer.Ordinal)];

    /// <summary>A catalogue of one's own, as the product ships it.</summary>
    public static InstrumentCatalogue CopyDefault() => new(Default.All);

    /// <summary>Looks an instrument up by its exact symbol.</summary>
    public bool TryGet(string symbol, [NotNullWhen(true)] out Instrument? instrument) =>
        _bySymbol.TryGetValue(symbol, out instrument);

    /// <summary>Finds the instrument of a symbol, or null if the symbol is not known.</summary>
    public Instrument? Find(string symbol) => _bySymbol.GetValueOrDefault(symbol);

    /// <summary>The known symbols that are like an unknown one, nearest first.</summary>
    public IReadOnlyList<string> FindNearest(string symbol) => NearestSymbols.Find(symbol, _bySymbol.Keys);

    /// <summary>The instrument of a symbol that is known to exist; else a <see cref="KeyNotFoundException"/>.</summary>
    public Instrument this[string symbol] => _bySymbol[symbol];

    /// <summary>The symbols whose prices an order in an instrument depends on: its own, and that of its underlying.</summary>
    public IEnumerable<string> PricedBy(Instrument instrument) =>
        instrument.OptionUnderlying is { } underlying && TryGet(underlying, out _)
            ? [instrument.Symbol, underlying]
            : [instrument.Symbol];

    /// <summary>The stock that an option is written on; null if it is on something else, or not traded here.</summary>
    public Instrument? FindDelivered(Instrument option) =>
        option.OptionUnderlying is { } underlying && TryGet(underlying, out var stock)
        && stock is { AssetClass: AssetClass.Equity, Multiplier: 1 }
            ? stock
            : null;

    /// <summary>Whether a person halted what an option is written on: then the option is halted too.</summary>
    public bool IsUnderlyingHalted(Instrument instrument) =>
        instrument.OptionUnderlying is { } underlying && TryGet(underlying, out var known)
        && known.Status == InstrumentStatus.Halted;

    /// <summary>Takes in the change that follows the last one; false, and nothing changed, if it is another.</summary>
    public bool Apply(InstrumentChange change)
    {
        lock (_gate)
        {
            if (change.Sequence != _version + 1) return false;
            var next = new Dictionary<string, Instrument>(_bySymbol) { [change.Instrument.Symbol] = change.Instrument };
            _bySymbol = next.ToFrozenDictionary(StringComparer.Ordinal);
            Interlocked.Exchange(ref _version, change.Sequence);
            return true;
        }
    }

    /// <summary>
    /// Takes in the last change of each instrument, up to the last of all; does nothing if it was taken in before.
    /// </summary>
    public void Restore(IReadOnlyList<InstrumentChange> changes)
    {
        lock (_gate)
        {
            if (changes.Count == 0 || changes[^1].Sequence <= _version) return;
            var next = new Dictionary<string, Instrument>(_bySymbol);
            foreach (var change in changes) next[change.Instrument.Symbol] = change.Instrument;
            _bySymbol = next.ToFrozenDictionary(StringComparer.Ordinal);
            Interlocked.Exchange(ref _version, changes[^1].Sequence);
        }
    }

    private static InstrumentCatalogue LoadDefault()
    {
        using var stream =
            typeof(InstrumentCatalogue).Assembly.GetManifestResourceStream("TradingOps.Engine.Instruments.catalogue.json")!;
        return new(JsonSerializer.Deserialize(stream, InstrumentJson.Default.InstrumentArray)!);
    }
}
