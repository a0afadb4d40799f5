using TradingOps.Engine.Accounts;
using TradingOps.Engine.Instruments;

namespace TradingOps.Engine.Risk;

/// <summary>
/// Values an account repeatedly: the value of each symbol is kept, and computed again when something changed. Fills and orders
/// are noticed through the account; the caller reports changes of prices and instruments. Not thread-safe.
/// </summary>
public sealed class RunningValuation
{
    private readonly Account _account;
    private readonly Func<string, Instrument> _instruments;
    private readonly Func<string, Mark> _marks;
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private readonly List<Entry> _changed = [];
    private SymbolValue _sum;

    /// <summary>Follows an account.</summary>
    /// <param name="account">The account.</param>
    /// <param name="instruments">The instrument of a symbol that the account has anything in.</param>
    /// <param name="marks">The prices of its market.</param>
    public RunningValuation(Account account, Func<string, Instrument> instruments, Func<string, Mark> marks)
    {
        (_account, _instruments, _marks) = (account, instruments, marks);
        foreach (var position in account.Positions) Change(position.Symbol);
        foreach (var symbol in account.Reservations.Keys) Change(symbol);
        account.Changed += Change;
    }

    /// <summary>Number of symbols that the account had a position or orders in, the last time.</summary>
    public int Count { get; private set; }

    /// <summary>These, and what they came to.</summary>
    public IEnumerable<(string Symbol, SymbolValue Value)> Symbols =>
        _entries.Values.Where(e => e.IsAny).Select(e => (e.Symbol, e.Value));

    /// <summary>Prices of a symbol, or its instrument, changed.</summary>
    public void Reprice(string symbol)
    {
        if (_entries.TryGetValue(symbol, out var entry)) Reprice(entry);
    }

    /// <summary>Prices of any symbol may have changed, or its instrument.</summary>
    public void RepriceAll()
    {
        foreach (var entry in _entries.Values) Reprice(entry);
    }

    /// <summary>Values the account.</summary>
    public Valuation Now()
    {
        foreach (var entry in _changed) Value(entry);
        _changed.Clear();
        // Where nothing is left, no decimals are.
        if (Count == 0) _sum = default;
        return Valuation.Of(_account, _sum);
    }

    private void Reprice(Entry entry)
    {
        if (entry.IsAny) Change(entry);
    }

    private void Change(string symbol)
    {
        if (!_entries.TryGetValue(symbol, out var entry)) _entries.Add(symbol, entry = new(symbol));
        Change(entry);
    }

    private void Change(Entry entry)
    {
        if (entry.IsChanged) return;
        entry.IsChanged = true;
        _changed.Add(entry);
    }

    private void Value(Entry entry)
    {
        var (position, held) = (_account.PositionIn(entry.Symbol), _account.ReservationIn(entry.Symbol));
        var isAny = position is { Quantity: not 0 } || held.BuyLots != 0 || held.SellLots != 0;
        var value = isAny ? Value(_instruments(entry.Symbol), position, held) : default;
        _sum = _sum.Replace(entry.Value, value);
        if (isAny != entry.IsAny) Count += isAny ? 1 : -1;
        (entry.Value, entry.IsAny, entry.IsChanged) = (value, isAny, false);
    }

    private SymbolValue Value(Instrument instrument, Position? position, in Reservation held) => SymbolValue.Of(
        instrument, position, held, _marks(instrument.Symbol), _account.FeesOf(instrument.AssetClass));

    private sealed class Entry(string symbol)
    {
        public string Symbol { get; } = symbol;

        public SymbolValue Value { get; set; }

        public bool IsAny { get; set; }

        public bool IsChanged { get; set; }
    }
}
