using TradingOps.Engine.Accounts;
using TradingOps.Engine.Instruments;

namespace TradingOps.Engine.Risk;

/// <summary>
/// The exposure of an account, whatever changes: a symbol is valued again when something in it changed. Fills and orders are
/// noticed through the account; the caller reports changes of prices and instruments. Not thread-safe.
/// </summary>
internal sealed class RunningExposure
{
    private readonly Account _account;
    private readonly Func<string, Instrument?> _instruments;
    private readonly Func<string, Mark> _marks;
    private readonly ExposureSums _sums = new();
    private readonly Dictionary<string, (Instrument Instrument, Exposure Value)> _symbols = new(StringComparer.Ordinal);
    private readonly HashSet<string> _changed = new(StringComparer.Ordinal);

    public RunningExposure(Account account, Func<string, Instrument?> instruments, Func<string, Mark> marks)
    {
        (_account, _instruments, _marks) = (account, instruments, marks);
        foreach (var position in account.Positions) Change(position.Symbol);
        foreach (var symbol in account.Reservations.Keys) Change(symbol);
    }

    /// <summary>Follows an account from now on.</summary>
    public static RunningExposure Follow(
        Account account, Func<string, Instrument?> instruments, Func<string, Mark> marks)
    {
        var exposure = new RunningExposure(account, instruments, marks);
        account.Changed += exposure.Change;
        return exposure;
    }

    /// <summary>A position, what orders hold, a price or the instrument changed.</summary>
    public void Change(string symbol) => _changed.Add(symbol);

    /// <summary>Any price may have changed.</summary>
    public void ChangeAll() => _changed.UnionWith(_symbols.Keys);

    /// <summary>The exposure now.</summary>
    public ExposureSums Now()
    {
        foreach (var symbol in _changed) Value(symbol);
        _changed.Clear();
        return _sums;
    }

    /// <summary>What a limit is about, now and if the orders of a symbol held something else.</summary>
    public (Exposure Now, Exposure After) With(ExposureLimit limit, Instrument instrument, in Reservation held)
    {
        var now = Now().In(limit);
        var before = _symbols.TryGetValue(instrument.Symbol, out var known) ? known.Value : default;
        return (now, now - before + Of(instrument, held));
    }

    private Exposure Of(Instrument instrument, in Reservation held) =>
        Exposure.Of(instrument, _account.PositionIn(instrument.Symbol), held, _marks(instrument.Symbol));

    private void Value(string symbol)
    {
        if (_symbols.Remove(symbol, out var before))
            _sums.Add(before.Instrument.AssetClass, before.Instrument.ExposureGroup, default(Exposure) - before.Value);
        var held = _account.ReservationIn(symbol);
        var isAny = _account.PositionIn(symbol) is { Quantity: not 0 } || held.BuyLots != 0 || held.SellLots != 0;
        if (!isAny) return;
        var instrument = _instruments(symbol)!;
        var value = Of(instrument, held);
        _symbols.Add(symbol, (instrument, value));
        _sums.Add(instrument.AssetClass, instrument.ExposureGroup, value);
    }
}
