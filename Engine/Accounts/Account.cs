using TradingOps.Engine.Books;
using TradingOps.Engine.Instruments;
using TradingOps.Engine.Markets;

namespace TradingOps.Engine.Accounts;

/// <summary>
/// Cash, positions and open orders of one account: what the reports of all markets add up to. The order of reports of different
/// markets makes no difference; within a market they are applied by number.
/// </summary>
public sealed class Account
{
    /// <summary>ISO 4217 code of the cash of every account: there is no conversion.</summary>
    public const string Currency = "USD";

    private const long MicrosecondsPerDay = 86_400_000_000;

    private static readonly AccountTerms NoTerms = new();

    private readonly Dictionary<string, Position> _positions = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Symbol, long Number), HeldOrder> _openOrders = [];
    private readonly Dictionary<string, MarketCursor> _cursors = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Reservation> _reservations = new(StringComparer.Ordinal);
    private readonly List<AccountTerms> _terms = [];
    private readonly Dictionary<string, decimal> _moves = new(StringComparer.Ordinal);

    /// <summary>A new account without cash.</summary>
    public Account(string id) => Id = id;

    /// <summary>Restores an account from a checkpoint.</summary>
    public Account(AccountCheckpoint checkpoint)
    {
        Id = checkpoint.Id;
        Cash = checkpoint.Cash;
        CashIn = checkpoint.CashIn;
        Equity = checkpoint.Equity;
        Day = checkpoint.Day;
        Limits = checkpoint.Limits;
        Owner = checkpoint.Owner;
        foreach (var (reference, amount) in checkpoint.Moves) _moves.Add(reference, amount);
        _terms.AddRange(checkpoint.Terms);
        foreach (var position in checkpoint.Positions) _positions.Add(position.Symbol, position.Copy());
        Fees = _positions.Values.Sum(p => p.Fees);
        RealizedPnl = _positions.Values.Sum(p => p.RealizedPnl);
        foreach (var order in checkpoint.OpenOrders) Open(order);
        foreach (var (symbol, cursor) in checkpoint.Cursors) _cursors.Add(symbol, cursor);
    }

    /// <summary>Told the symbol whenever a position or what orders hold has changed.</summary>
    public event Action<string>? Changed;

    /// <summary>The account's id.</summary>
    public string Id { get; }

    /// <summary>Cash in currency. Equities and options move it by the notional, futures by realised P&amp;L.</summary>
    public decimal Cash { get; private set; }

    /// <summary>Cash that is about to go out: neither orders nor another withdrawal may use it. 0 or more.</summary>
    public decimal PendingWithdrawals { get; private set; }

    /// <summary>All cash that came in, less all that went out.</summary>
    public decimal CashIn { get; private set; }

    /// <summary>What the account's equity is measured against.</summary>
    public EquityCurve Equity { get; private set; }

    /// <summary>The trading day that began last.</summary>
    public DateOnly Day { get; private set; }

    /// <summary>Cash moved by reference.</summary>
    public IReadOnlyDictionary<string, decimal> Moves => _moves;

    /// <summary>All fees paid.</summary>
    public decimal Fees { get; private set; }

    /// <summary>The terms that fills are booked under, oldest first.</summary>
    public IReadOnlyList<AccountTerms> Terms => _terms;

    /// <summary>What the account may do at most.</summary>
    public AccountLimits Limits { get; private set; } = new();

    /// <summary>Whose account it is: accounts of one owner do not trade with each other. Null if it is not known.</summary>
    public string? Owner { get; private set; }

    /// <summary>Positions that were ever opened, flat ones too: they keep their realised P&amp;L.</summary>
    public IReadOnlyCollection<Position> Positions => _positions.Values;

    /// <summary>Orders that may still trade.</summary>
    public IReadOnlyCollection<HeldOrder> OpenOrders => _openOrders.Values;

    /// <summary>An order that may still trade, by its number in a symbol.</summary>
    public bool TryGetOpen(string symbol, long number, out HeldOrder order) =>
        _openOrders.TryGetValue((symbol, number), out order);

    /// <summary>The symbols followed, and how far.</summary>
    public IReadOnlyDictionary<string, MarketCursor> Cursors => _cursors;

    /// <summary>Cumulative realised P&amp;L over all positions, net of fees.</summary>
    public decimal RealizedPnl { get; private set; }

    /// <summary>How far a market was followed.</summary>
    public MarketCursor CursorOf(string symbol) => _cursors.GetValueOrDefault(symbol);

    /// <summary>The position in a symbol, or null if there never was one.</summary>
    public Position? PositionIn(string symbol) => _positions.GetValueOrDefault(symbol);

    /// <summary>What open orders and orders under way to a market hold, by symbol.</summary>
    public IReadOnlyDictionary<string, Reservation> Reservations => _reservations;

    /// <summary>What orders in a symbol hold.</summary>
    public Reservation ReservationIn(string symbol) => _reservations.GetValueOrDefault(symbol);

    /// <summary>What orders in a symbol hold besides one of them.</summary>
    public Reservation ReservationIn(string symbol, HeldOrder? besides) =>
        besides is { } order ? ReservationIn(symbol).Add(order, -1) : ReservationIn(symbol);

    /// <summary>Holds an order while it is under way to its market; <see cref="Release"/> it when the outcome is known.</summary>
    public void Reserve(in HeldOrder order) => Hold(order, 1);

    /// <summary>Lets go of what <see cref="Reserve"/> held.</summary>
    public void Release(in HeldOrder order) => Hold(order, -1);

    /// <summary>
    /// Withholds cash while its withdrawal is being stored; <see cref="ReleaseWithdrawal"/> when the outcome is known.
    /// </summary>
    public void HoldWithdrawal(decimal amount) => PendingWithdrawals += amount;

    /// <summary>Releases what <see cref="HoldWithdrawal"/> withheld.</summary>
    public void ReleaseWithdrawal(decimal amount) => PendingWithdrawals -= amount;

    /// <summary>Opens the account with cash: its first day begins.</summary>
    public void Open(decimal cash, long time, DateOnly day)
    {
        Cash += cash;
        CashIn += cash;
        Day = day;
        Equity = default(EquityCurve).StartDay(cash, time);
    }

    /// <summary>Moves cash in (positive) or out: neither profit nor loss. A reference is remembered.</summary>
    /// <param name="amount">In currency.</param>
    /// <param name="reference">What the mover calls it; null for none.</param>
    /// <param name="equity">The equity before, in currency; null if it was not known.</param>
    public void MoveCash(decimal amount, string? reference = null, decimal? equity = null)
    {
        Cash += amount;
        CashIn += amount;
        if (reference is not null) _moves.Add(reference, amount);
        Equity = Equity.Move(amount, equity);
    }

    /// <summary>Takes a sample of the equity at the marks of the moment.</summary>
    public void Sample(decimal equity) => Equity = Equity.Sample(equity);

    /// <summary>An equity that was reached is recorded.</summary>
    public void RecordHighWaterMark(decimal equity) => Equity = Equity.Record(equity);

    /// <summary>Begins a trading day; <paramref name="time"/> in microseconds since the Unix epoch.</summary>
    public void StartDay(decimal equity, long time, DateOnly day)
    {
        Equity = Equity.StartDay(equity, time);
        Day = day;
    }

    /// <summary>Books fills under these terms from their moment on; it must be later than that of the last terms.</summary>
    public void SetTerms(AccountTerms terms)
    {
        _terms.Add(terms);
        // What orders hold includes their fees.
        foreach (var symbol in _reservations.Keys) Changed?.Invoke(symbol);
    }

    /// <summary>What fills cost now.</summary>
    public ClassFees FeesOf(AssetClass asset) => (_terms.Count == 0 ? NoTerms : _terms[^1]).Fees.Of(asset);

    /// <summary>Changes the limits.</summary>
    public void SetLimits(AccountLimits limits) => Limits = limits;

    /// <summary>Changes the owner. An empty text takes the owner away.</summary>
    public void SetOwner(string owner) => Owner = owner.Length == 0 ? null : owner;

    /// <summary>
    /// Applies one report. False, and nothing changed, if it was applied before; a report that leaves a gap is an
    /// <see cref="InvalidOperationException"/>: the caller fetches what is missing first.
    /// </summary>
    public bool Apply(in ExecutionReport report, Instrument instrument)
    {
        var last = CursorOf(instrument.Symbol).Number;
        if (report.Number <= last) return false;
        if (report.Number != last + 1)
            throw new InvalidOperationException($"{Id}: report {report.Number} of {instrument.Symbol} cannot follow {last}");
        _cursors[instrument.Symbol] = new(report.Number, report.Sequence);
        if (report.Kind == BookEventKind.Traded) ApplyFill(report, instrument);
        if (report.Kind == BookEventKind.Settled) Settle(report, instrument);
        Follow(report, instrument.Symbol);
        return true;
    }

    /// <summary>All reports of a market's records up to this one are applied: catching up need not read them again.</summary>
    public void SkipTo(string symbol, long sequence)
    {
        if (_cursors.TryGetValue(symbol, out var cursor) && sequence > cursor.Sequence)
            _cursors[symbol] = cursor with { Sequence = sequence };
    }

    /// <summary>The whole state, to be stored.</summary>
    public AccountCheckpoint ToCheckpoint() => new()
    {
        Id = Id,
        Cash = Cash,
        CashIn = CashIn,
        Equity = Equity,
        Day = Day,
        Moves = new Dictionary<string, decimal>(_moves),
        Limits = Limits,
        Owner = Owner,
        Terms = [.. _terms],
        Positions = [.. _positions.Values.Select(p => p.Copy())],
        OpenOrders = [.. _openOrders.Values],
        Cursors = new Dictionary<string, MarketCursor>(_cursors),
    };

    private void ApplyFill(in ExecutionReport report, Instrument instrument)
    {
        if (!_positions.TryGetValue(instrument.Symbol, out var position))
            _positions.Add(instrument.Symbol, position = new(instrument.Symbol));
        var quantity = instrument.ToSignedQuantity(report.Side, report.Quantity);
        var price = instrument.ToPrice(report.Price);
        var notional = quantity * price * instrument.Multiplier;
        var terms = TermsAt(report.Time);
        var fee = terms.Fees.RateOf(instrument.AssetClass, report.Liquidity).Of(quantity, notional);
        var day = (int)(report.Time / MicrosecondsPerDay);
        var fill = new PositionFill(quantity, price, instrument.Multiplier, fee, day);
        var realized = Book(position, fill, terms.CostMethod);
        Cash += CashOf(instrument, fill, realized);
    }

    /// <summary>The cash that a fill moves: of a future, what it realises.</summary>
    internal static decimal CashOf(Instrument instrument, in PositionFill fill, decimal realized) =>
        instrument.AssetClass == AssetClass.Futures ? realized : -fill.Quantity * fill.Price * fill.Multiplier - fill.Fee;

    /// <summary>Closes what is held in an expired instrument at its settlement price, without a fee.</summary>
    private void Settle(in ExecutionReport report, Instrument instrument)
    {
        if (PositionIn(instrument.Symbol) is not { Quantity: not 0 } position) return;
        var (held, price) = (position.Quantity, instrument.FromSettlement(report.Price));
        var realized = Book(position, new(-held, price, instrument.Multiplier), position.Method);
        Cash += instrument.AssetClass == AssetClass.Futures ? realized : held * price * instrument.Multiplier;
    }

    /// <summary>Applies a fill to a position and returns the P&amp;L that it realised.</summary>
    private decimal Book(Position position, in PositionFill fill, CostMethod method)
    {
        var realized = position.Apply(fill, method);
        RealizedPnl += realized;
        Fees += fill.Fee;
        Changed?.Invoke(position.Symbol);
        return realized;
    }

    private void Hold(in HeldOrder order, int sign)
    {
        _reservations[order.Symbol] = ReservationIn(order.Symbol).Add(order, sign);
        Changed?.Invoke(order.Symbol);
    }

    /// <summary>What the two of a pair hold: only one of them can trade in full.</summary>
    private void HoldPair(in HeldOrder one, in HeldOrder other, int sign)
    {
        _reservations[one.Symbol] = ReservationIn(one.Symbol).AddPair(one, other, sign);
        Changed?.Invoke(one.Symbol);
    }

    private AccountTerms TermsAt(long time)
    {
        for (var i = _terms.Count - 1; i >= 0; i--)
            if (_terms[i].From <= time)
                return _terms[i];
        return NoTerms;
    }

    private void Follow(in ExecutionReport report, string symbol)
    {
        var key = (symbol, report.OrderNumber);
        switch (report.Kind)
        {
            case BookEventKind.Accepted or BookEventKind.Held:
                Open(new(symbol, report.OrderNumber, report.Side, report.Price, report.Remaining));
                break;
            case BookEventKind.Waiting or BookEventKind.Trailed:
                // Held at its limit or worst price or at the price that triggers it, whichever takes more.
                var waiting = Close(key);
                var price = waiting.Price == 0 ? report.Price : Math.Max(waiting.Price, report.Price);
                Open(waiting with { Price = price, Remaining = report.Remaining });
                break;
            case BookEventKind.Replaced or BookEventKind.Repriced:
                Open(Close(key) with { Price = report.Price, Remaining = report.Remaining });
                break;
            case BookEventKind.Traded or BookEventKind.Reduced or BookEventKind.Activated:
                var order = Close(key);
                if (report.Remaining > 0) Open(order with { Remaining = report.Remaining });
                break;
            case BookEventKind.AmountSpent when !_openOrders.ContainsKey(key):
                // Its last trade left too little for another lot.
                break;
            case BookEventKind.Canceled or BookEventKind.Expired or BookEventKind.AmountSpent:
                Close(key);
                break;
        }
    }

    private void Open(in HeldOrder order)
    {
        _openOrders.Add((order.Symbol, order.Number), order);
        if (!TryGetPair(order, out var pair))
        {
            Reserve(order);
            return;
        }
        Release(pair);
        HoldPair(order, pair, 1);
    }

    /// <summary>The open order that an order is paired with: the other exit of its entry, or the other of its own pair.</summary>
    private bool TryGetPair(in HeldOrder order, out HeldOrder pair)
    {
        if (OrderIds.IsStopLoss(order.Number))
        {
            var record = OrderIds.RecordOf(order.Number);
            return TryGetSameSide(order, OrderIds.TakeProfitOf(record), out pair) || TryGetSameSide(order, record, out pair);
        }
        return TryGetSameSide(order, OrderIds.StopLossOf(OrderIds.RecordOf(order.Number)), out pair);
    }

    /// <summary>The entry of an exit is on the other side.</summary>
    private bool TryGetSameSide(in HeldOrder order, long number, out HeldOrder found) =>
        _openOrders.TryGetValue((order.Symbol, number), out found) && found.Side == order.Side;

    private HeldOrder Close((string Symbol, long Number) key)
    {
        if (!_openOrders.Remove(key, out var order))
            throw new InvalidOperationException($"{Id}: {key.Symbol}-{key.Number} has a report and is not open");
        if (!TryGetPair(order, out var pair))
        {
            Release(order);
            return order;
        }
        HoldPair(order, pair, -1);
        Reserve(pair);
        return order;
    }
}
