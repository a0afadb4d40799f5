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
    private const byte SnapshotVersion = 3;

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
    private readonly Dictionary<string, int> _accounts = new(StringComparer.Ordinal);
    private readonly List<MarketAccount> _byNumber = [];

    /// <summary>An empty market.</summary>
    public Market(string symbol) : this(symbol, new OrderBook(Limits))
    {
    }

    private Market(string symbol, OrderBook book)
    {
        Symbol = symbol;
        Book = book;
    }

    /// <summary>The symbol traded.</summary>
    public string Symbol { get; }

    /// <summary>The book. To be read only: commands go through <see cref="Enter"/> and Execute.</summary>
    public OrderBook Book { get; }

    /// <summary>Sequence of the last record; 0 before the first.</summary>
    public long Sequence { get; private set; }

    /// <summary>Time of the last record, microseconds since the Unix epoch.</summary>
    public long Time { get; private set; }

    /// <summary>
    /// Time of the last trade, microseconds since the Unix epoch; 0 before the first. Of a market that was read from a snapshot,
    /// the time of that until the next trade.
    /// </summary>
    public long TradedAt { get; private set; }

    /// <summary>
    /// The last trade's price when the session last closed, in ticks; null before the first close with a trade.
    /// </summary>
    public long? LastClose { get; private set; }

    /// <summary>The accounts that this market knows, with the number of the last report of each.</summary>
    public IReadOnlyList<MarketAccount> Accounts => _byNumber;

    /// <summary>Number of the last report for an account; 0 before the first.</summary>
    public long LastReportOf(string account) => _accounts.TryGetValue(account, out var number) ? _byNumber[number].LastNumber : 0;

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
            Account = Intern(account),
            TakeProfitId = order.Spec.TakeProfitPrice == 0 ? 0 : OrderIds.TakeProfitOf(number),
            StopLossId = order.Spec.StopLossPrice == 0 ? 0 : OrderIds.StopLossOf(number),
        };
        if (order.Spec.Instructions.ReduceOnly) order = order with { Position = _byNumber[order.Account].Position };
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
        return Execute(new() { Kind = BookCommandKind.SetClockBack, Time = time }, null, actor, out _)! with { Note = note };
    }

    private MarketRecord? Execute(BookCommand command, string? clientOrderId, Actor? actor, out BookReason reason)
    {
        // The clock of the machine may step back; the book's does not, unless a person decides so.
        if (command.Kind != BookCommandKind.SetClockBack) command = command with { Time = Math.Max(command.Time, Time) };
        if (command.Owner != 0) command = WithoutKnownOwner(command);
        _events.Clear();
        reason = Book.Apply(command, _events);
        if (reason == BookReason.None && IsSettlement(command)) Settle(command.Spec.Price);
        // These change what may happen later, though nothing happens now.
        var isQuiet = _events.Count == 0
            && command.Kind is not (BookCommandKind.SetBand or BookCommandKind.SetLastPrice or BookCommandKind.SetClockBack);
        if (isQuiet || (reason != BookReason.None && command.Kind != BookCommandKind.New)) return null;
        Sequence++;
        Time = command.Time;
        FollowClose(command);
        var events = ImmutableArray.Create(_events.Span);
        FollowTrades(events, command.Time);
        return new(Sequence, command, clientOrderId, Number(events), events) { Actor = actor };
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
        foreach (var party in record.Parties)
        {
            if (Intern(party.Name) != party.Account)
                throw new InvalidOperationException($"{Symbol}: record {record.Sequence} knows {party.Name} by another number");
            var last = party.FirstNumber + record.CountReports(party.Account) - 1;
            _byNumber[party.Account] = _byNumber[party.Account] with { LastNumber = last };
        }
        FollowTrades(record.Events, record.Command.Time);
        // What was settled is nothing to the book: to it, the session has changed.
        Book.Replay(record.Command, IsSettlement(record.Command) ? record.Events.AsSpan()[..1] : record.Events.AsSpan());
        Sequence = record.Sequence;
        Time = record.Command.Time;
        FollowClose(record.Command);
    }

    /// <summary>
    /// A number that two markets share only if they behave alike from here on; does not depend on memory layout.
    /// </summary>
    public ulong StateHash()
    {
        using var buffer = new MemoryStream();
        using var writer = new BinaryWriter(buffer);
        WriteHeader(writer);
        writer.Write(Book.StateHash());
        writer.Flush();
        return System.IO.Hashing.XxHash3.HashToUInt64(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
    }

    /// <summary>Writes the whole state; <see cref="ReadSnapshot"/> reads it.</summary>
    public void WriteSnapshot(BinaryWriter writer)
    {
        writer.Write(SnapshotVersion);
        WriteHeader(writer);
        Book.WriteSnapshot(writer);
    }

    /// <summary>
    /// Reads what <see cref="WriteSnapshot"/> wrote; <see cref="InvalidDataException"/> if it is of another version.
    /// </summary>
    public static Market ReadSnapshot(BinaryReader reader)
    {
        var version = reader.ReadByte();
        if (version != SnapshotVersion)
            throw new InvalidDataException($"market snapshot of version {version}, expected {SnapshotVersion}");
        var symbol = reader.ReadString();
        var sequence = reader.ReadInt64();
        var time = reader.ReadInt64();
        var hasClose = reader.ReadBoolean();
        var close = reader.ReadInt64();
        var accounts = new MarketAccount[reader.ReadInt32()];
        for (var i = 0; i < accounts.Length; i++)
            accounts[i] = new(reader.ReadString(), reader.ReadInt64(), reader.ReadInt64());
        var market = new Market(symbol, OrderBook.ReadSnapshot(reader))
        {
            Sequence = sequence,
            Time = time,
            TradedAt = time,
            LastClose = hasClose ? close : null,
        };
        foreach (var account in accounts) market._byNumber[market.Intern(account.Name)] = account;
        return market;
    }

    private void WriteHeader(BinaryWriter writer)
    {
        writer.Write(Symbol);
        writer.Write(Sequence);
        writer.Write(Time);
        writer.Write(LastClose.HasValue);
        writer.Write(LastClose ?? 0);
        writer.Write(_byNumber.Count);
        foreach (var account in _byNumber)
        {
            writer.Write(account.Name);
            writer.Write(account.LastNumber);
            writer.Write(account.Position);
        }
    }

    private void FollowClose(in BookCommand command)
    {
        if (command is { Kind: BookCommandKind.SetSession, Session: SessionState.Closed }) LastClose = Book.LastPrice;
    }

    private void FollowTrades(ImmutableArray<BookEvent> events, long time)
    {
        foreach (ref readonly var e in events.AsSpan())
        {
            if (e.Kind == BookEventKind.Settled) _byNumber[e.Account] = _byNumber[e.Account] with { Position = 0 };
            if (e.Kind != BookEventKind.Traded) continue;
            TradedAt = time;
            var bought = e.Side == Side.Buy ? e.Quantity : -e.Quantity;
            AddPosition(e.Account, bought);
            AddPosition(e.CounterAccount, -bought);
        }
    }

    private void AddPosition(int account, long lots) =>
        _byNumber[account] = _byNumber[account] with { Position = _byNumber[account].Position + lots };

    private static bool IsSettlement(in BookCommand command) =>
        command is { Kind: BookCommandKind.SetSession, Session: SessionState.Settled };

    /// <summary>Reports the price to every account that ever had an order here: only the account knows what it holds.</summary>
    private void Settle(long price)
    {
        for (var account = 0; account < _byNumber.Count; account++)
        {
            ref var settled = ref _events.Add();
            settled.Kind = BookEventKind.Settled;
            settled.Account = account;
            settled.Price = price;
        }
    }

    private ImmutableArray<MarketParty> Number(ImmutableArray<BookEvent> events)
    {
        var parties = ImmutableArray.CreateBuilder<MarketParty>(2);
        foreach (ref readonly var e in events.AsSpan())
        {
            if (!MarketRecord.IsReported(e.Kind)) continue;
            AddReport(parties, e.Account);
            if (e.Kind == BookEventKind.Traded) AddReport(parties, e.CounterAccount);
        }
        return parties.DrainToImmutable();
    }

    private void AddReport(ImmutableArray<MarketParty>.Builder parties, int account)
    {
        var known = _byNumber[account];
        var isNew = true;
        foreach (var party in parties) isNew &= party.Account != account;
        if (isNew) parties.Add(new(account, known.Name, known.LastNumber + 1));
        _byNumber[account] = known with { LastNumber = known.LastNumber + 1 };
    }

    private int Intern(string account)
    {
        if (_accounts.TryGetValue(account, out var number)) return number;
        number = _byNumber.Count;
        _accounts.Add(account, number);
        _byNumber.Add(new(account, 0));
        return number;
    }
}
