using System.Collections.Immutable;
using TradingOps.Engine.Actors;
using TradingOps.Engine.Books;
using TradingOps.Engine.Instruments;

namespace TradingOps.Engine.Markets;

/// <summary>
/// The order book of one symbol together with what its outside needs: account ids, order and trade ids, and report numbers.
/// Synchronous and deterministic; the caller makes the records durable before it shows them.
/// </summary>
public sealed class Market
{
    /// <summary>
    /// What one book takes at most: a command that fills every resting order still makes a record that the journal takes.
    /// </summary>
    private static readonly BookLimits Limits = new()
    {
        // Which instruments take prices of zero and below, the gate of the account knows.
        MinPrice = -Instrument.MaxUnits,
        MaxPrice = Instrument.MaxUnits,
        MaxQuantity = Instrument.MaxUnits,
        MaxOpenOrders = 500_000,
    };

    private readonly BookEventBuffer _events = new();
    private readonly MarketAccounts _accounts;
    private readonly SettlementEvents _settlement;

    /// <summary>An empty market.</summary>
    public Market(string symbol) : this(symbol, new(Limits), new(), new(), new())
    {
    }

    internal Market(string symbol, OrderBook book, MarketAccounts accounts, MarketSettlement settlement, TradeBusts busts)
    {
        (Symbol, Book, _accounts, Settlement, Busts) = (symbol, book, accounts, settlement, busts);
        _settlement = new(symbol, accounts, settlement, _events);
        Positions = new(this, accounts);
    }

    /// <summary>The symbol traded.</summary>
    public string Symbol { get; }

    /// <summary>The book. To be read only: commands go through <see cref="Enter"/> and Execute.</summary>
    public OrderBook Book { get; }

    /// <summary>Sequence of the last record; 0 before the first.</summary>
    public long Sequence { get; internal set; }

    /// <summary>Time of the last record, microseconds since the Unix epoch.</summary>
    public long Time { get; internal set; }

    /// <summary>
    /// Time of the last trade, microseconds since the Unix epoch; 0 before the first. Of a market that was read from a snapshot,
    /// the time of that until the next trade.
    /// </summary>
    public long TradedAt { get; internal set; }

    /// <summary>
    /// The last trade's price when the session last closed, in ticks; null before the first close with a trade.
    /// </summary>
    public long? LastClose { get; internal set; }

    /// <summary>What is known of the end of its contract.</summary>
    public MarketSettlement Settlement { get; }

    /// <summary>What is done to positions without an order.</summary>
    public MarketPositions Positions { get; }

    /// <summary>The trades that were busted or corrected.</summary>
    public TradeBusts Busts { get; }

    /// <summary>The accounts that this market knows, with the number of the last report of each.</summary>
    public IReadOnlyList<MarketAccount> Accounts => _accounts.All;

    /// <summary>Number of the last report for an account; 0 before the first.</summary>
    public long LastReportOf(string account) => _accounts.TryGet(account, out var number) ? _accounts[number].LastNumber : 0;

    /// <summary>
    /// Enters a new order of <paramref name="account"/>: its number is the sequence of the record, and so are those of the exits
    /// that it asks for by a price. An order that the book refuses is recorded too.
    /// </summary>
    /// <param name="order">What is asked.</param>
    /// <param name="account">The account that asks.</param>
    /// <param name="clientOrderId">The account's own id of the order.</param>
    /// <param name="actor">Who sent it.</param>
    /// <param name="tag">The account's note on it.</param>
    /// <param name="owner">The owner of the account, as <see cref="BookCommand.Owner"/>.</param>
    public MarketRecord Enter(
        BookCommand order, string account, string? clientOrderId, Actor? actor = null, string? tag = null, long owner = 0)
    {
        var number = Sequence + 1;
        order = order with
        {
            Kind = BookCommandKind.New,
            OrderId = number,
            Account = _accounts.Intern(account),
            TakeProfitId = order.Spec.TakeProfitPrice == 0 ? 0 : OrderIds.TakeProfitOf(number),
            StopLossId = order.Spec.StopLossPrice == 0 ? 0 : OrderIds.StopLossOf(number),
        };
        if (order.Spec.Instructions.ReduceOnly) order = order with { Position = _accounts[order.Account].Position };
        if (owner != 0) order = order with { Owner = owner };
        return Execute(order, clientOrderId, actor, out _)! with { Tag = tag };
    }

    /// <summary>
    /// Executes any command but a new order. Returns the record to keep, or null where nothing changed, with the reason of a
    /// refusal. Orders of a market keep their ids.
    /// </summary>
    /// <exception cref="ArgumentException">The command gives an order another id.</exception>
    /// <param name="command">What is asked.</param>
    /// <param name="reason">Why it is refused.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="clientOrderId">For Replace: the account's own id of the order from now on; null for what it has.</param>
    public MarketRecord? Execute(
        BookCommand command, out BookReason reason, Actor? actor = null, string? clientOrderId = null)
    {
        if (command.NewOrderId != 0) throw new ArgumentException("an order of a market keeps its id", nameof(command));
        var record = Execute(command, clientOrderId, actor, out reason);
        // It may have expired at that very moment.
        return record is { ClientOrderId: not null, IsAmendment: false } ? record with { ClientOrderId = null } : record;
    }

    /// <summary>
    /// Cancels orders of any owner, and returns a record of each that was open, as single cancels in this order would. All
    /// are known before the first, so the book does not wait for each of them.
    /// </summary>
    /// <param name="numbers">Numbers of orders.</param>
    /// <param name="time">Microseconds since the Unix epoch.</param>
    /// <param name="actor">Who cancels them.</param>
    /// <param name="reason">The breaker that stops them; none if their owner asked for it.</param>
    public MarketRecord[] Cancel(
        ReadOnlySpan<long> numbers, long time, Actor? actor = null, BookReason reason = BookReason.None)
    {
        var cancel = new BookCommand
        {
            Kind = BookCommandKind.Cancel,
            Reason = reason,
            Account = OrderBook.AnyAccount,
            Time = time,
        };
        var records = new List<MarketRecord>(numbers.Length);
        for (var i = 0; i < numbers.Length; i++)
        {
            if (i % OrderBook.OrdersAhead == 0) Book.ReadAhead(numbers[i..]);
            if (Execute(cancel with { OrderId = numbers[i] }, out _, actor) is { } record) records.Add(record);
        }
        return [.. records];
    }

    /// <summary>
    /// Sets the time of the market back, after a wrong clock had moved it ahead. Returns the record to keep.
    /// </summary>
    /// <param name="time">Before <see cref="Time"/>; microseconds since the Unix epoch.</param>
    /// <param name="note">Why.</param>
    /// <param name="actor">Who decided it.</param>
    public MarketRecord SetClockBack(long time, string note, Actor actor)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(time, Time);
        return Execute(new() { Kind = BookCommandKind.SetClockBack, Time = time }, null, actor, out _, new(Note: note))!;
    }

    /// <summary>Executes the command of a record again, on the market as it was before it. Null where nothing changed.</summary>
    public MarketRecord? Repeat(MarketRecord record)
    {
        if (record.Command.Kind == BookCommandKind.New)
            return Enter(record.Command, record.NameOf(record.Command.Account), record.ClientOrderId);
        foreach (var party in record.Parties) _accounts.Intern(party.Name);
        return Execute(
            record.Command, record.ClientOrderId, record.Actor, out _,
            new(record.Official, record.Delivery, record.Note, record.Bust));
    }

    internal MarketRecord? Execute(
        BookCommand command, string? clientOrderId, Actor? actor, out BookReason reason, in RecordTerms terms = default)
    {
        // The clock of the machine may step back; the book's does not, unless a person decides so.
        if (command.Kind != BookCommandKind.SetClockBack) command = command with { Time = Math.Max(command.Time, Time) };
        if (command.Owner != 0) command = WithoutKnownOwner(command);
        _events.Clear();
        reason = IsOfBook(command.Kind) ? Book.Apply(command, _events) : BookReason.None;
        if (reason == BookReason.None) _settlement.Add(command, terms, Sequence + 1);
        // These change what may happen later, though nothing happens now.
        var isQuiet = _events.Count == 0 && command.Kind is not (
            BookCommandKind.SetBand or BookCommandKind.SetLastPrice or BookCommandKind.SetClockBack
            or BookCommandKind.SetOfficialPrice or BookCommandKind.Instruct or BookCommandKind.BustTrade);
        if (isQuiet || (reason != BookReason.None && command.Kind != BookCommandKind.New)) return null;
        Sequence++;
        Time = command.Time;
        FollowClose(command);
        var events = ImmutableArray.Create(_events.Span);
        Follow(command, events, terms.Official is not null);
        var record = new MarketRecord(Sequence, command, clientOrderId, _accounts.Number(events), events)
        {
            Actor = actor,
            Note = terms.Note,
            Official = terms.Official,
            Delivery = terms.Delivery,
            Bust = terms.Bust,
        };
        Settlement.Follow(record);
        Busts.Follow(record);
        return record;
    }

    /// <summary>The book keeps the owner of an account, so a record names it only where it changes.</summary>
    private BookCommand WithoutKnownOwner(in BookCommand command)
    {
        var account = command.Kind == BookCommandKind.New ? command.Account
            : Book.TryGetOrder(command.OrderId, out var order) ? order.Account
            : OrderBook.AnyAccount;
        return Math.Max(command.Owner, 0) == Book.OwnerOf(account) ? command with { Owner = 0 } : command;
    }

    /// <summary>
    /// Replays records of the past that follow each other, as <see cref="Replay(MarketRecord)"/> does each of them.
    /// </summary>
    public void Replay(ReadOnlySpan<MarketRecord> records)
    {
        Span<long> orders = stackalloc long[OrderBook.OrdersAhead];
        for (; records.Length > 0; records = records[Math.Min(records.Length, orders.Length)..])
        {
            var page = records[..Math.Min(records.Length, orders.Length)];
            for (var i = 0; i < page.Length; i++) orders[i] = page[i].Command.OrderId;
            Book.ReadAhead(orders[..page.Length]);
            foreach (var record in page) Replay(record);
        }
    }

    /// <summary>
    /// Brings the market to the state after a record of its past, from the events, without matching again.
    /// <see cref="InvalidOperationException"/> if the record does not follow on.
    /// </summary>
    public void Replay(MarketRecord record)
    {
        if (record.Sequence != Sequence + 1)
            throw new InvalidOperationException($"{Symbol}: record {record.Sequence} cannot follow {Sequence}");
        _accounts.FollowReports(record);
        Follow(record.Command, record.Events, record.Official is not null);
        if (IsOfBook(record.Command.Kind)) Book.Replay(record.Command, EventsOfBook(record));
        Sequence = record.Sequence;
        Time = record.Command.Time;
        FollowClose(record.Command);
        Settlement.Follow(record);
        Busts.Follow(record);
    }

    /// <summary>
    /// A number that two markets share only if they behave alike from here on; does not depend on memory layout.
    /// </summary>
    public ulong StateHash() => MarketSnapshot.Hash(this, _accounts);

    /// <summary>Writes the whole state; <see cref="ReadSnapshot"/> reads it.</summary>
    public void WriteSnapshot(BinaryWriter writer) => MarketSnapshot.Write(writer, this, _accounts);

    /// <summary>
    /// Reads what <see cref="WriteSnapshot"/> wrote; <see cref="InvalidDataException"/> if it is of another version.
    /// </summary>
    public static Market ReadSnapshot(BinaryReader reader) => MarketSnapshot.Read(reader);

    private void FollowClose(in BookCommand command)
    {
        if (command is { Kind: BookCommandKind.SetSession, Session: SessionState.Closed }) LastClose = Book.LastPrice;
    }

    private void Follow(in BookCommand command, ImmutableArray<BookEvent> events, bool isReversible)
    {
        if (_accounts.FollowPositions(events, isReversible)) TradedAt = command.Time;
    }

    /// <summary>
    /// What was settled, delivered or busted is nothing to the book: to it, the session has changed, or a position.
    /// </summary>
    private static ReadOnlySpan<BookEvent> EventsOfBook(MarketRecord record)
    {
        var events = record.Events.AsSpan();
        return record.Command.Kind == BookCommandKind.MovePosition ? events[..^1]
            : SettlementEvents.IsSettlement(record.Command) ? events[..1]
            : events[..^SettlementEvents.CountBusts(events)];
    }

    private static bool IsOfBook(BookCommandKind kind) =>
        kind is <= BookCommandKind.MovePosition or BookCommandKind.BustTrade;
}
