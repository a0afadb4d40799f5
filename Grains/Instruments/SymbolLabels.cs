using System.Collections.Concurrent;

namespace TradingOps.Grains.Instruments;

/// <summary>
/// Bounds the series of metrics by symbol: the first symbols have a label of their own, all others share one. Thread-safe; one a
/// silo.
/// </summary>
public sealed class SymbolLabels
{
    /// <summary>Symbols with a label of their own.</summary>
    public const int MaxSymbols = 50;

    /// <summary>The label of all others.</summary>
    public const string Other = "other";

    private readonly ConcurrentDictionary<string, string> _labels = new(StringComparer.Ordinal);
    private readonly Lock _gate = new();
    private volatile bool _isFull;

    /// <summary>The label of a symbol, always the same.</summary>
    public string Of(string symbol) => _isFull ? _labels.GetValueOrDefault(symbol, Other)
        : _labels.TryGetValue(symbol, out var label) ? label : Add(symbol);

    private string Add(string symbol)
    {
        lock (_gate)
        {
            // Those that share a label are not remembered: there may be any number of them.
            if (_isFull) return _labels.GetValueOrDefault(symbol, Other);
            _labels.TryAdd(symbol, symbol);
            _isFull = _labels.Count == MaxSymbols;
            return symbol;
        }
    }
}
