using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace TradingOps.Silo.Storage.Embedded;

/// <summary>Small numbers in place of symbols, for as long as an index lives. Numbered by one thread, read by many.</summary>
internal sealed class SymbolNumbers
{
    private readonly ConcurrentDictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private ImmutableList<string> _symbols = [];

    /// <summary>The symbol of a number.</summary>
    public string this[int number] => Volatile.Read(ref _symbols)[number];

    /// <summary>A symbol with its number, which it gets if it has none.</summary>
    public (string Name, int Number) NumberOf(string symbol)
    {
        if (_numbers.TryGetValue(symbol, out var number)) return (symbol, number);
        number = _symbols.Count;
        Volatile.Write(ref _symbols, _symbols.Add(symbol));
        _numbers[symbol] = number;
        return (symbol, number);
    }

    /// <summary>All symbols in the order of their numbers.</summary>
    public IReadOnlyList<string> All => Volatile.Read(ref _symbols);

    /// <summary>A symbol with its number, or with one that no symbol has.</summary>
    public (string Name, int Number) Find(string symbol) => (symbol, _numbers.GetValueOrDefault(symbol, -1));
}
