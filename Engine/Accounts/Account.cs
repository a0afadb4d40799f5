using TradingOps.Engine.Books;
using TradingOps.Engine.Instruments;
using TradingOps.Engine.Markets;
using TradingOps.Engine.Sessions;
using TradingOps.Engine.Settlement;

namespace TradingOps.Engine.Accounts;

/// <summary>
/// Cash, positions and open orders of one account: what the reports of all markets add up to. The order of reports of different
/// markets makes no difference; within a market they are applied by number.
/// </summary>
public sealed class Account
{
    /// <summary>ISO 4217 code of the cash of every account: there is no conversion.</summary>
    public const string Currency = "USD";

    /// <summary>Days that are remembered: two years of them.</summary>
    private const int MaxDays = 800;

    /// <summary>Decimals of the price that a delivered share has cost.</summary>
    private const int PriceDecimals = 10;

    private readonly Dictionary<string, Position> _positions = new(StringComparer.Ordinal);
    private readonly AccountOrders _orders;
    private readonly TradingDays _days;
    private readonly Dictionary<string, MarketCursor> _cursors = new(StringComparer.Ordinal);
    private readonly AccountSetup _setup = new();
    private readonly List<long> _dayStarts = [];
    private readonly Dictionary<string, decimal> _moves = new(StringComparer.Ordinal);

    /// <summary>A new account without cash.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="days">The trading days; null for those of New York.</param>
    public Account(string id, TradingDays? days = null)
    {
        (Id, _days) = (id, days ?? TradingDays.NewYork);
        _orders = new(id, symbol => Changed?.Invoke(symbol));
    }

    /// <summary>Restores an account from a checkpoint.</summary>
    public Account(AccountCheckpoint checkpoint, TradingDays? days = null) : this(checkpoint.Id, days)
    {
        Cash = checkpoint.Cash;
        CashIn = checkpoint.CashIn;
        Equity = checkpoint.Equity;
        Day = checkpoint.Day;
        _setup = new(checkpoint);
        foreach (var (reference, amount) in checkpoint.Moves) _moves.Add(reference, amount);
        _dayStarts.AddRange(checkpoint.DayStarts ?? []);
        foreach (var position in checkpoint.Positions) _positions.Add(position.Symbol, position.Copy());
        Fees = _positions.Values.Sum(p => p.Fees);
        RealizedPnl = _positions.Values.Sum(p => p.RealizedPnl);
        foreach (var order in checkpoint.OpenOrders) _orders.Add(order);
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

    /// <summary>Sequences of the account's records that began its newest days, oldest first.</summary>
    public IReadOnlyList<long> DayStarts => _dayStarts;

    /// <summary>Cash moved by reference.</summary>
    public IReadOnlyDictionary<string, decimal> Moves => _moves;

    /// <summary>All fees paid.</summary>
    public decimal Fees { get; private set; }

    /// <summary>The terms that fills are booked under, oldest first.</summary>
    public IReadOnlyList<AccountTerms> Terms => _setup.Terms;

    /// <summary>What the account may do at most.</summary>
    public AccountLimits Limits => _setup.Limits;

    /// <summary>Whose account it is: accounts of one owner do not trade with each other. Null if it is not known.</summary>
    public string? Owner => _setup.Owner;

    /// <summary>The desk that it belongs to: accounts of one desk have a breaker and limits together. Null for none.</summary>
    public string? Desk => _setup.Desk;

    /// <summary>Positions that were ever opened, flat ones too: they keep their realised P&amp;L.</summary>
    public IReadOnlyCollection<Position> Positions => _positions.Values;

    /// <summary>Orders that may still trade.</summary>
    public IReadOnlyCollection<HeldOrder> OpenOrders => _orders.Open;

    /// <summary>An order that may still trade, by its number in a symbol.</summary>
    public bool TryGetOpen(string symbol, long number, out HeldOrder order) =>
        _orders.TryGet(symbol, number, out order);

    /// <summary>The symbols followed, and how far.</summary>
    public IReadOnlyDictionary<string, MarketCursor> Cursors => _cursors;

    /// <summary>Cumulative realised P&amp;L over all positions, net of fees.</summary>
    public decimal RealizedPnl { get; private set; }

    /// <summary>How often a position has changed since the account was made or restored.</summary>
    public long Bookings { get; private set; }

    /// <summary>How far a market was followed.</summary>
    public MarketCursor CursorOf(string symbol) => _cursors.GetValueOrDefault(symbol);

    /// <summary>The position in a symbol, or null if there never was one.</summary>
    public Position? PositionIn(string symbol) => _positions.GetValueOrDefault(symbol);

    /// <summary>What open orders and orders under way to a market hold, by symbol.</summary>
    public IReadOnlyDictionary<string, Reservation> Reservations => _orders.Reservations;

    /// <summary>What orders in a symbol hold.</summary>
    public Reservation ReservationIn(string symbol) => _orders.ReservationIn(symbol);

    /// <summary>What orders in a symbol hold besides one of them.</summary>
    public Reservation ReservationIn(string symbol, HeldOrder? besides) =>
        besides is { } order ? ReservationIn(symbol).Add(order, -1) : ReservationIn(symbol);

    /// <summary>Holds an order while it is under way to its market; <see cref="Release"/> it when the outcome is known.</summary>
    public void Reserve(in HeldOrder order) => _orders.Hold(order, 1);

    /// <summary>Lets go of what <see cref="Reserve"/> held.</summary>
    public void Release(in HeldOrder order) => _orders.Hold(order, -1);

    /// <summary>
    /// Withholds cash while its withdrawal is being stored; <see cref="ReleaseWithdrawal"/> when the outcome is known.
    /// </summary>
    public void HoldWithdrawal(decimal amount) => PendingWithdrawals += amount;

    /// <summary>Releases what <see cref="HoldWithdrawal"/> withheld.</summary>
    public void ReleaseWithdrawal(decimal amount) => PendingWithdrawals -= amount;

    /// <summary>Opens the account with cash: its first day begins.</summary>
    /// <param name="cash">In currency.</param>
    /// <param name="time">When, microseconds since the Unix epoch.</param>
    /// <param name="day">The trading day.</param>
    /// <param name="sequence">Sequence of its record.</param>
    public void Open(decimal cash, long time, DateOnly day, long sequence = 1)
    {
        NoteDay(sequence);
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

    /// <summary>Begins a trading day.</summary>
    /// <param name="equity">The equity that it begins with, in currency.</param>
    /// <param name="time">When, microseconds since the Unix epoch.</param>
    /// <param name="day">The trading day.</param>
    /// <param name="sequence">Sequence of its record.</param>
    public void StartDay(decimal equity, long time, DateOnly day, long sequence)
    {
        NoteDay(sequence);
        Equity = Equity.StartDay(equity, time);
        Day = day;
    }

    /// <summary>Books fills under these terms from their moment on; it must be later than that of the last terms.</summary>
    public void SetTerms(AccountTerms terms)
    {
        _setup.Add(terms);
        // What orders hold includes their fees.
        foreach (var symbol in Reservations.Keys) Changed?.Invoke(symbol);
    }

    /// <summary>What fills cost now.</summary>
    public ClassFees FeesOf(AssetClass asset) => _setup.LastTerms.Fees.Of(asset);

    /// <summary>Changes the limits.</summary>
    public void SetLimits(AccountLimits limits) => _setup.Limits = limits;

    /// <summary>Shares that were located to be borrowed, by symbol.</summary>
    public IReadOnlyDictionary<string, decimal> Located => _setup.Located;

    /// <summary>Changes how many shares of a stock are located.</summary>
    public void SetLocated(Locate locate) => _setup.SetLocated(locate);

    /// <summary>Changes the owner. An empty text takes the owner away.</summary>
    public void SetOwner(string owner) => _setup.Owner = owner.Length == 0 ? null : owner;

    /// <summary>Changes the desk. An empty text takes it away.</summary>
    public void SetDesk(string desk) => _setup.Desk = desk.Length == 0 ? null : desk;

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
        switch (report.Kind)
        {
            case BookEventKind.Traded or BookEventKind.Busted or BookEventKind.Corrected:
                ApplyFill(report, instrument);
                break;
            case BookEventKind.Settled:
                Settle(report, instrument);
                break;
            case BookEventKind.Exercised:
                Exercise(report, instrument);
                break;
            case BookEventKind.SettlementReversed:
                ReverseSettlement(report, instrument);
                break;
            case BookEventKind.Delivered:
                TakeDelivery(report, instrument.Symbol);
                break;
            case BookEventKind.VariationPaid when PositionIn(instrument.Symbol) is { Quantity: not 0 } position:
                Cash += Booked(position, position.PayTo(instrument.FromSettlement(report.Price), instrument.Multiplier));
                break;
        }
        if (report.IsOfOrder) _orders.Follow(report, instrument.Symbol);
        return true;
    }

    /// <summary>All reports of a market's records up to this one are applied: catching up need not read them again.</summary>
    public void SkipTo(string symbol, long sequence)
    {
        if (_cursors.TryGetValue(symbol, out var cursor) && sequence > cursor.Sequence)
            _cursors[symbol] = cursor with { Sequence = sequence };
    }

    /// <summary>A copy to try something on, with what is under way.</summary>
    public Account Copy()
    {
        var copy = new Account(ToCheckpoint(), _days) { PendingWithdrawals = PendingWithdrawals };
        copy._orders.HoldAs(_orders);
        return copy;
    }

    /// <summary>The whole state, to be stored.</summary>
    public AccountCheckpoint ToCheckpoint() => new()
    {
        Id = Id,
        Cash = Cash,
        CashIn = CashIn,
        Equity = Equity,
        Day = Day,
        DayStarts = [.. _dayStarts],
        Moves = new Dictionary<string, decimal>(_moves),
        Limits = Limits,
        Owner = Owner,
        Desk = Desk,
        Located = new Dictionary<string, decimal>(Located),
        Terms = [.. Terms],
        Positions = [.. _positions.Values.Select(p => p.Copy())],
        OpenOrders = [.. OpenOrders],
        Cursors = new Dictionary<string, MarketCursor>(_cursors),
    };

    private void ApplyFill(in ExecutionReport report, Instrument instrument)
    {
        var position = PositionOf(instrument.Symbol);
        // A trade that is busted is a fill to the other side, which returns its fee; of both, the trade's time counts.
        var (time, sign) = (report.Kind == BookEventKind.Traded ? report.Time : report.Remaining,
            report.Kind == BookEventKind.Busted ? -1 : 1);
        var quantity = instrument.ToSignedQuantity(report.Side, report.Quantity);
        var price = instrument.ToPrice(report.Price);
        var (terms, notional) = (_setup.TermsAt(time), quantity * price * instrument.Multiplier);
        var fee = sign * terms.Fees.RateOf(instrument.AssetClass, report.Liquidity).Of(quantity, notional);
        var fill = new PositionFill(sign * quantity, price, instrument.Multiplier, fee, DayOf(time));
        Fees += fee;
        position.HasBusts |= report.Kind != BookEventKind.Traded;
        Cash += CashOf(instrument, fill, Booked(position, position.Apply(fill, terms.CostMethod)));
    }

    /// <summary>The cash that a fill moves: of a future, what it realises.</summary>
    internal static decimal CashOf(Instrument instrument, in PositionFill fill, decimal realized) =>
        instrument.AssetClass == AssetClass.Futures ? realized : -fill.Quantity * fill.Price * fill.Multiplier - fill.Fee;

    /// <summary>
    /// Closes what is held in an expired instrument, without a fee: what was exercised or assigned by delivery, the rest at the
    /// settlement price.
    /// </summary>
    private void Settle(in ExecutionReport report, Instrument instrument)
    {
        if (PositionIn(instrument.Symbol) is not { Quantity: not 0 } position) return;
        var (held, lots) = (position.Quantity, position.Lots.ToArray());
        var exercised = Math.Sign(held) * instrument.ToQuantity(report.Quantity);
        var realized = exercised == 0 ? 0 : Close(position, exercised, 0, instrument);
        if (report.Delivery is { } delivery) Exercise(delivery, exercised, instrument.Symbol, report.Number);
        var (rest, price) = (held - exercised, instrument.FromSettlement(report.Price));
        var closed = rest == 0 ? 0 : Close(position, rest, price, instrument);
        var cash = instrument.AssetClass == AssetClass.Futures ? closed : rest * price * instrument.Multiplier;
        Cash += cash;
        position.Settled = new(lots, realized + closed, cash, exercised, report.Delivery);
    }

    /// <summary>Exercises options before they expire, or is assigned.</summary>
    private void Exercise(in ExecutionReport report, Instrument instrument)
    {
        var exercised = instrument.ToSignedQuantity(report.Side, report.Quantity);
        Close(PositionOf(instrument.Symbol), exercised, 0, instrument);
        Exercise(report.Delivery!, exercised, instrument.Symbol, report.Number);
    }

    /// <summary>Undoes a settlement. Shares that it delivered are taken back at what was paid, even if they were sold.</summary>
    private void ReverseSettlement(in ExecutionReport report, Instrument instrument)
    {
        if (PositionIn(instrument.Symbol) is not { Settled: { } settled } position) return;
        Booked(position, position.Reopen(settled));
        Cash -= settled.Cash;
        if (settled.Delivery is { } delivery) Exercise(delivery, -settled.Exercised, instrument.Symbol, report.Number);
    }

    /// <summary>Moves what contracts deliver that were exercised (positive) or assigned, and pays for it.</summary>
    private void Exercise(Delivery delivery, decimal contracts, string option, long number)
    {
        if (contracts == 0) return;
        var payment = contracts * (delivery.Payment - delivery.Cash);
        var position = PositionOf(delivery.Symbol);
        position.Await(new(option, number, contracts * delivery.Shares, payment));
        Cash -= payment;
        Booked(position, 0);
    }

    /// <summary>Shares that were delivered take their place among the fills of their market.</summary>
    private void TakeDelivery(in ExecutionReport report, string symbol)
    {
        var (delivered, position, realized) = (report.Delivery!, PositionOf(symbol), 0m);
        position.Await(new(delivered.Symbol, report.OrderNumber, -delivered.Shares, -delivered.Payment));
        var price = delivered.Shares == 0 ? 0 : Math.Round(delivered.Payment / delivered.Shares, PriceDecimals);
        if (delivered.Shares != 0)
        {
            var fill = new PositionFill(delivered.Shares, price, 1, 0, DayOf(report.Time));
            realized = position.Apply(fill, _setup.TermsAt(report.Time).CostMethod, PnlKind.Exercise);
        }
        // What rounding left.
        realized += position.Realize(delivered.Shares * price - delivered.Payment, PnlKind.Exercise);
        Booked(position, realized);
    }

    /// <summary>Closes a part of a position at a price, without cash. Returns what that realised.</summary>
    private decimal Close(Position position, decimal quantity, decimal price, Instrument instrument) => Booked(
        position, position.Apply(new(-quantity, price, instrument.Multiplier), position.Method, PnlKind.Exercise));

    private Position PositionOf(string symbol)
    {
        if (!_positions.TryGetValue(symbol, out var position)) _positions.Add(symbol, position = new(symbol));
        return position;
    }

    /// <summary>A position has changed and realised a P&amp;L, which is returned.</summary>
    private decimal Booked(Position position, decimal realized)
    {
        RealizedPnl += realized;
        Bookings++;
        Changed?.Invoke(position.Symbol);
        return realized;
    }

    private int DayOf(long time) => _days.DayOf(time).DayNumber;

    private void NoteDay(long sequence)
    {
        _dayStarts.Add(sequence);
        if (_dayStarts.Count > MaxDays) _dayStarts.RemoveAt(0);
    }
}
