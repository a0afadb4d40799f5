using TradingOps.Engine.Accounts;
using TradingOps.Engine.Instruments;

namespace TradingOps.Engine.Risk;

/// <summary>
/// Values an account again and again: what each symbol comes to is kept, and found anew where something changed since the last
/// time. Fills and orders are seen by themselves; of prices and instruments it is told. Not thread-safe.
/// </summary>
public sealed class RunningValuation
{
    private readonly Account _account;
    private readonly Func<string, Instrument> _instruments;
    private readonly Func<string, Mark> _marks;
    private readonly Dictionary<string, SymbolValue> _values = new(StringComparer.Ordinal);
    private readonly HashSet<string> _changed = new(StringComparer.Ordinal);
    private SymbolValue _sum;

    /// <summary>Follows an account.</summary>
    /// <param name="account">The account.</param>
    /// <param name="instruments">The instrument of a symbol that the account has anything in.</param>
    /// <param name="marks">The prices of its market.</param>
    public RunningValuation(Account account, Func<string, Instrument> instruments, Func<string, Mark> marks)
    {
        (_account, _instruments, _marks) = (account, instruments, marks);
        _changed.UnionWith(account.Positions.Select(p => p.Symbol));
        _changed.UnionWith(account.Reservations.Keys);
        account.Changed += symbol => _changed.Add(symbol);
    }

    /// <summary>The symbols that the account had a position or orders in, the last time, and what they came to.</summary>
    public IReadOnlyDictionary<string, SymbolValue> Symbols => _values;

    /// <summary>Prices of a symbol, or its instrument, changed.</summary>
    public void Reprice(string symbol)
    {
        if (_values.ContainsKey(symbol)) _changed.Add(symbol);
    }

    /// <summary>Prices of any symbol may have changed, or its instrument.</summary>
    public void RepriceAll() => _changed.UnionWith(_values.Keys);

    /// <summary>Values the account.</summary>
    public Valuation Now()
    {
        foreach (var symbol in _changed) Value(symbol);
        _changed.Clear();
        // Where nothing is left, no decimals are.
        if (_values.Count == 0) _sum = default;
        return Valuation.Of(_account, _sum);
    }

    private void Value(string symbol)
    {
        var (position, held) = (_account.PositionIn(symbol), _account.ReservationIn(symbol));
        var isEmpty = (position is null || position.Quantity == 0) && held.BuyLots == 0 && held.SellLots == 0;
        var value = isEmpty ? default : SymbolValue.Of(_instruments(symbol), position, held, _marks(symbol));
        _sum = _sum.Replace(_values.GetValueOrDefault(symbol), value);
        if (isEmpty) _values.Remove(symbol);
        else _values[symbol] = value;
    }
}
