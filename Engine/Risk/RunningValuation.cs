using TradingOps.Engine.Accounts;
using TradingOps.Engine.Instruments;
using TradingOps.Engine.Margin;

namespace TradingOps.Engine.Risk;

/// <summary>
/// Values an account repeatedly: the value of each symbol and the margin of each underlying is kept, and computed again when
/// something changed. Fills and orders are noticed through the account; the caller reports changes of prices and instruments. Not
/// thread-safe.
/// </summary>
public sealed class RunningValuation : IAccountValue
{
    private readonly Account _account;
    private readonly Func<string, Instrument?> _instruments;
    private readonly Func<string, Mark> _marks;
    private readonly Dictionary<string, Entry> _entries = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Group> _groups = new(StringComparer.Ordinal);
    private readonly List<Entry> _changed = [];
    private readonly List<Group> _changedGroups = [];
    private SymbolValue _sum;
    private MarginFigures _margin;
    private MarginTerms _terms;

    /// <summary>Most accounts have no limit that needs it.</summary>
    private RunningExposure? _exposure;

    /// <summary>Follows an account.</summary>
    /// <param name="account">The account.</param>
    /// <param name="instruments">
    /// Finds the instrument of a symbol. It may answer null for an underlying that the desk does not trade.
    /// </param>
    /// <param name="marks">The prices of its market.</param>
    public RunningValuation(Account account, Func<string, Instrument?> instruments, Func<string, Mark> marks)
    {
        (_account, _instruments, _marks, _terms) = (account, instruments, marks, new(account));
        foreach (var position in account.Positions) Change(position.Symbol);
        foreach (var symbol in account.Reservations.Keys) Change(symbol);
        account.Changed += Change;
    }

    /// <summary>Number of symbols that the account had a position or orders in, the last time.</summary>
    public int Count { get; private set; }

    /// <summary>These, and what they came to.</summary>
    public IEnumerable<(string Symbol, SymbolValue Value)> Symbols =>
        _entries.Values.Where(e => e.IsAny).Select(e => (e.Symbol, e.Value));

    /// <summary>The underlyings of options that the account had a position or orders in: their prices count too.</summary>
    public IEnumerable<string> Underlyings => _groups.Values.Where(g => g.HasOptions).Select(g => g.Underlying);

    /// <summary>Prices of a symbol, or its instrument, changed.</summary>
    public void Reprice(string symbol)
    {
        if (_entries.TryGetValue(symbol, out var entry)) Reprice(entry);
        if (_groups.TryGetValue(symbol, out var group)) Change(group);
        _exposure?.Change(symbol);
    }

    /// <summary>Prices of any symbol may have changed, or its instrument.</summary>
    public void RepriceAll()
    {
        foreach (var entry in _entries.Values) Reprice(entry);
        _exposure?.ChangeAll();
    }

    /// <inheritdoc/>
    public Valuation Now()
    {
        foreach (var entry in _changed) Value(entry);
        _changed.Clear();
        if (!_terms.AreOf(_account))
        {
            _terms = new(_account);
            foreach (var group in _groups.Values) Change(group);
        }
        foreach (var group in _changedGroups) Value(group);
        _changedGroups.Clear();
        // Where nothing is left, no decimals are.
        if (Count == 0) (_sum, _margin) = (default, default);
        return Valuation.Of(_account, 0, _sum, _margin);
    }

    /// <inheritdoc/>
    public MarginFigures WithOrders(Instrument instrument, in Reservation held)
    {
        Now();
        var entry = EntryOf(instrument.Symbol);
        return entry.Group is { } group && held == _account.ReservationIn(instrument.Symbol)
            ? group.Figures
            : FiguresWith(instrument, HoldingOf(instrument, entry) with { Held = held });
    }

    /// <inheritdoc/>
    public (Exposure Now, Exposure After) ExposureWith(ExposureLimit limit, Instrument instrument, in Reservation held) =>
        (_exposure ??= RunningExposure.Follow(_account, _instruments, _marks)).With(limit, instrument, held);

    /// <summary>The exposure by class and underlying.</summary>
    public ExposureSums ListExposure() => (_exposure ?? new(_account, _instruments, _marks)).Now();

    /// <inheritdoc/>
    public Valuation IfFilled(Instrument instrument, in PositionFill fill)
    {
        Now();
        var entry = EntryOf(instrument.Symbol);
        var position = _account.PositionIn(instrument.Symbol)?.Copy() ?? new(instrument.Symbol);
        var realized = position.Apply(fill, position.Method);
        var value = SymbolValue.Of(
            instrument, position, _account.ReservationIn(instrument.Symbol), _marks(instrument.Symbol));
        var holding = HoldingOf(instrument, entry);
        var figures = FiguresWith(
            instrument, holding with { Quantity = position.Quantity, Price = value.Price ?? holding.Price });
        return Valuation.Of(
            _account, Account.CashOf(instrument, fill, realized), _sum.Replace(entry.Value, value),
            _margin.Replace(entry.Group?.Figures ?? default, figures));
    }

    private void Reprice(Entry entry)
    {
        if (entry.IsAny) Change(entry);
    }

    private void Change(string symbol) => Change(EntryOf(symbol));

    private Entry EntryOf(string symbol)
    {
        if (!_entries.TryGetValue(symbol, out var entry)) _entries.Add(symbol, entry = new(symbol));
        return entry;
    }

    private void Change(Entry entry)
    {
        if (entry.IsChanged) return;
        entry.IsChanged = true;
        _changed.Add(entry);
    }

    private void Change(Group group)
    {
        if (group.IsChanged) return;
        group.IsChanged = true;
        _changedGroups.Add(group);
    }

    private void Value(Entry entry)
    {
        var (position, held) = (_account.PositionIn(entry.Symbol), _account.ReservationIn(entry.Symbol));
        var isAny = position is { Quantity: not 0 } || held.BuyLots != 0 || held.SellLots != 0;
        var instrument = isAny ? _instruments(entry.Symbol)! : null;
        if (isAny) entry.Mark = _marks(entry.Symbol);
        var value = isAny ? SymbolValue.Of(instrument!, position, held, entry.Mark) : default;
        _sum = _sum.Replace(entry.Value, value);
        if (isAny != entry.IsAny) Count += isAny ? 1 : -1;
        (entry.Value, entry.IsAny, entry.IsChanged) = (value, isAny, false);
        var group = instrument is null ? entry.Group : GroupOf(instrument);
        if (entry.Group is { } before && (before != group || !isAny))
        {
            before.Entries.Remove(entry);
            entry.Group = null;
            Change(before);
        }
        if (instrument is null) return;
        entry.Instrument = instrument;
        if (entry.Group is null)
        {
            entry.Group = group;
            group!.Add(entry);
        }
        Change(group!);
    }

    private Group GroupOf(Instrument instrument)
    {
        if (!_groups.TryGetValue(instrument.MarginGroup, out var group))
            _groups.Add(instrument.MarginGroup, group = new(instrument.MarginGroup));
        return group;
    }

    private void Value(Group group)
    {
        var figures = group.Entries is [var only]
            ? FiguresOf(group.Underlying, [HoldingOf(only.Instrument!, only)])
            : FiguresOf(group.Underlying, [.. group.Entries.Select(e => HoldingOf(e.Instrument!, e))]);
        _margin = _margin.Replace(group.Figures, figures);
        (group.Figures, group.IsChanged) = (figures, false);
    }

    /// <summary>The margin of an underlying with another holding in one of its symbols.</summary>
    private MarginFigures FiguresWith(Instrument instrument, in Holding holding)
    {
        var others = _groups.GetValueOrDefault(instrument.MarginGroup)?.Entries;
        if (others is null || others.Count == 0 || (others.Count == 1 && others[0].Symbol == instrument.Symbol))
            return FiguresOf(instrument.MarginGroup, [holding]);
        var all = others.Where(e => e.Symbol != instrument.Symbol).Select(e => HoldingOf(e.Instrument!, e)).Append(holding);
        return FiguresOf(
            instrument.MarginGroup, [.. all.OrderBy(h => h.Instrument.Symbol, StringComparer.Ordinal)]);
    }

    private MarginFigures FiguresOf(string underlying, ReadOnlySpan<Holding> holdings)
    {
        var hasOptions = false;
        foreach (ref readonly var holding in holdings) hasOptions |= holding.Instrument.AssetClass == AssetClass.Options;
        if (!hasOptions) return Round(UnderlyingMargin.Of(holdings, _terms, null, IsBroadIndex(holdings)));
        var known = _instruments(underlying);
        var price = _marks(underlying).Price ?? (known is { ReferencePrice: > 0 } ? known.ReferencePrice : null);
        return Round(UnderlyingMargin.Of(holdings, _terms, price, known is { IsBroadIndex: true }));
    }

    private static bool IsBroadIndex(ReadOnlySpan<Holding> holdings) =>
        holdings.Length > 0 && holdings[0].Instrument.IsBroadIndex;

    private Holding HoldingOf(Instrument instrument, Entry entry)
    {
        var mark = entry.IsAny ? entry.Mark : _marks(entry.Symbol);
        return new()
        {
            Instrument = instrument,
            Quantity = _account.PositionIn(entry.Symbol)?.Quantity ?? 0,
            Price = entry.Value.Price ?? mark.Price,
            Ask = mark.Ask,
            Held = _account.ReservationIn(entry.Symbol),
            Fees = _account.FeesOf(instrument.AssetClass),
        };
    }

    private static MarginFigures Round(in MarginFigures figures) => figures with
    {
        Initial = Math.Round(figures.Initial, SymbolValue.Decimals),
        Maintenance = Math.Round(figures.Maintenance, SymbolValue.Decimals),
        Orders = Math.Round(figures.Orders, SymbolValue.Decimals),
    };

    private sealed class Entry(string symbol)
    {
        public string Symbol { get; } = symbol;

        public Instrument? Instrument { get; set; }

        public Group? Group { get; set; }

        /// <summary>The prices that it was last valued at.</summary>
        public Mark Mark { get; set; }

        public SymbolValue Value { get; set; }

        public bool IsAny { get; set; }

        public bool IsChanged { get; set; }
    }

    /// <summary>The symbols of one underlying.</summary>
    private sealed class Group(string underlying)
    {
        public string Underlying { get; } = underlying;

        /// <summary>By symbol: what is equally good is chosen alike, however the entries came.</summary>
        public List<Entry> Entries { get; } = [];

        public bool HasOptions => Entries.Exists(e => e.Instrument!.AssetClass == AssetClass.Options);

        public MarginFigures Figures { get; set; }

        public bool IsChanged { get; set; }

        public void Add(Entry entry)
        {
            var after = Entries.FindIndex(e => string.CompareOrdinal(e.Symbol, entry.Symbol) > 0);
            Entries.Insert(after < 0 ? Entries.Count : after, entry);
        }
    }
}
