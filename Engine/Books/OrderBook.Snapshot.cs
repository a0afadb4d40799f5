using System.IO.Hashing;

namespace TradingOps.Engine.Books;

// The whole state as bytes, in an order that does not depend on how it came about in memory.
public sealed partial class OrderBook
{
    private const int SnapshotVersion = 3;

    /// <summary>The version of a book in which orders wait for the close.</summary>
    private const int VersionWithClose = 4;

    /// <summary>Writes everything that the book's future depends on.</summary>
    public void WriteSnapshot(BinaryWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        var waitForClose = HasOrdersForClose;
        writer.Write(waitForClose ? VersionWithClose : SnapshotVersion);
        writer.Write(_limits.MinPrice);
        writer.Write(_limits.MaxPrice);
        writer.Write(_limits.MaxQuantity);
        writer.Write(_limits.MaxOpenOrders);
        writer.Write(_clock);
        writer.Write(_sequence);
        writer.Write(EventSequence);
        writer.Write(_hasLastPrice);
        writer.Write(_lastPrice);
        writer.Write(LastQuantity);
        writer.Write((byte)Session);
        writer.Write((byte)_limitState);
        writer.Write(_bandLow);
        writer.Write(_bandHigh);
        writer.Write(BandReference.HasValue);
        writer.Write(BandReference ?? 0);
        WriteOrders(writer, _bids);
        WriteOrders(writer, _asks);
        for (var queue = 0; queue < (waitForClose ? ForClose + 1 : ForClose); queue++)
        {
            WriteOrders(writer, _rising[queue]);
            WriteOrders(writer, _falling[queue]);
        }
        writer.Write(_owners.Count);
        foreach (var (account, owner) in _owners.OrderBy(o => o.Key))
        {
            writer.Write(account);
            writer.Write(owner);
        }
        writer.Write(_reducing.Count);
        foreach (var (account, position) in _reducing.Positions)
        {
            writer.Write(account);
            writer.Write(position);
        }
    }

    /// <summary>A book in the state that <see cref="WriteSnapshot"/> wrote.</summary>
    /// <exception cref="InvalidDataException">The bytes are not a snapshot of this version.</exception>
    public static OrderBook ReadSnapshot(BinaryReader reader)
    {
        ArgumentNullException.ThrowIfNull(reader);
        var version = reader.ReadInt32();
        if (version is not (SnapshotVersion or VersionWithClose))
            throw new InvalidDataException($"An order book of version {version} cannot be read.");
        var book = new OrderBook(new BookLimits
        {
            MinPrice = reader.ReadInt64(),
            MaxPrice = reader.ReadInt64(),
            MaxQuantity = reader.ReadInt64(),
            MaxOpenOrders = reader.ReadInt32(),
        })
        {
            _clock = reader.ReadInt64(),
            _sequence = reader.ReadInt64(),
            EventSequence = reader.ReadInt64(),
            _hasLastPrice = reader.ReadBoolean(),
            _lastPrice = reader.ReadInt64(),
            LastQuantity = reader.ReadInt64(),
            Session = (SessionState)reader.ReadByte(),
            _limitState = (LimitState)reader.ReadByte(),
            _bandLow = reader.ReadInt64(),
            _bandHigh = reader.ReadInt64(),
        };
        var hasReference = reader.ReadBoolean();
        var reference = reader.ReadInt64();
        book.BandReference = hasReference ? reference : null;
        var links = new SnapshotLinks();
        var sides = 2;
        var queues = sides + 2 * (version == VersionWithClose ? ForClose + 1 : ForClose);
        for (var queue = 0; queue < queues; queue++)
        {
            for (var count = reader.ReadInt32(); count > 0; count--)
            {
                var slot = book.ReadOrder(reader, links);
                if (queue < sides) book.PlaceInBook(slot);
                else book.PlaceInStops(slot);
            }
        }
        foreach (var (slot, id) in links.Pairs)
        {
            var other = book.FindLinked(id);
            if (book.TermsAt(slot).Pair < 0) book.Pair(slot, other);
        }
        foreach (var (slot, id, isTakeProfit) in links.Exits)
        {
            var exit = book.FindLinked(id);
            book._orders.AllocateTerms(exit).Entry = slot;
            if (isTakeProfit) book.TermsAt(slot).TakeProfit = exit;
            else book.TermsAt(slot).StopLoss = exit;
        }
        book._trailing.SortByArrival();
        for (var count = reader.ReadInt32(); count > 0; count--) book._owners.Add(reader.ReadInt32(), reader.ReadInt64());
        for (var count = reader.ReadInt32(); count > 0; count--)
            book._reducing.SetPosition(reader.ReadInt32(), reader.ReadInt64());
        book._reducing.SortByArrival();
        return book;
    }

    private int FindLinked(long id) =>
        _index.Find(id) is >= 0 and var slot ? slot : throw new InvalidDataException($"Order {id}, which is linked, is missing.");

    /// <summary>
    /// A hash of the state: equal for books that will answer every future command in the same way, whatever their memory
    /// looks like. Takes time in proportion to the number of open orders.
    /// </summary>
    public ulong StateHash()
    {
        var hash = new XxHash3();
        using var writer = new BinaryWriter(new BufferedStream(new HashStream(hash), 1 << 14));
        WriteSnapshot(writer);
        writer.Flush();
        return hash.GetCurrentHashAsUInt64();
    }

    private ref OrderTerms TermsAt(int slot) => ref _orders.TermsOf(_orders[slot]);

    private void WriteOrders(BinaryWriter writer, PriceLadder ladder)
    {
        var count = 0;
        for (var level = ladder.Best; level >= 0; level = ladder.Next(level)) count += ladder[level].Count;
        writer.Write(count);
        for (var level = ladder.Best; level >= 0; level = ladder.Next(level))
        {
            for (var slot = ladder[level].Head; slot >= 0; slot = _orders[slot].Next) WriteOrder(writer, slot);
        }
    }

    private void WriteOrder(BinaryWriter writer, int slot)
    {
        ref var order = ref _orders[slot];
        writer.Write(order.Id);
        writer.Write(order.Price);
        writer.Write(order.Displayed);
        writer.Write(order.Hidden);
        writer.Write(order.Account);
        order.Instructions.WriteTo(writer);
        var terms = TermsThatMatter(order);
        writer.Write(terms.HasValue);
        if (terms is not null) WriteTerms(writer, terms.Value);
    }

    /// <summary>
    /// An order keeps the terms that it once needed, as part of a pair say. What it does from now on does not depend on that.
    /// </summary>
    private OrderTerms? TermsThatMatter(in BookOrder order)
    {
        if (order.Terms < 0) return null;
        var terms = _orders.TermsOf(order);
        var isBracket = terms.TakeProfit >= 0 || terms.StopLoss >= 0;
        if (!isBracket) terms.Filled = terms.Given = 0;
        if (!order.Type.Waits() && order.TimeInForce != TimeInForce.Gtd && !order.Instructions.ReduceOnly) terms.Sequence = 0;
        var matters = isBracket || terms.Pair >= 0 || order.Instructions.Hidden
            || (terms.StopPrice | terms.DisplayQuantity | terms.Sequence | terms.Amount | terms.MinQuantity) != 0;
        return matters ? terms : null;
    }

    private void WriteTerms(BinaryWriter writer, in OrderTerms terms)
    {
        writer.Write(terms.StopPrice);
        writer.Write(terms.DisplayQuantity);
        writer.Write(terms.ExpireAt);
        writer.Write(terms.Amount);
        writer.Write(terms.ByAmount);
        writer.Write(terms.TrailAmount);
        writer.Write(terms.TrailBasisPoints);
        writer.Write(terms.Sequence);
        writer.Write(terms.MinQuantity);
        writer.Write(terms.Filled);
        writer.Write(terms.Given);
        writer.Write(terms.Pair >= 0);
        if (terms.Pair >= 0) writer.Write(_orders[terms.Pair].Id);
        WriteExit(writer, terms.TakeProfit);
        WriteExit(writer, terms.StopLoss);
    }

    private void WriteExit(BinaryWriter writer, int exit)
    {
        writer.Write(exit >= 0);
        if (exit < 0) return;
        var isHeld = _orders[exit].Place == OrderPlace.Held;
        writer.Write(isHeld);
        if (isHeld) WriteOrder(writer, exit);
        else writer.Write(_orders[exit].Id);
    }

    private int ReadOrder(BinaryReader reader, SnapshotLinks links)
    {
        var slot = _orders.Allocate();
        _orders[slot] = new BookOrder
        {
            Id = reader.ReadInt64(),
            Price = reader.ReadInt64(),
            Displayed = reader.ReadInt64(),
            Hidden = reader.ReadInt64(),
            Account = reader.ReadInt32(),
            Instructions = OrderInstructions.ReadFrom(reader),
            Place = OrderPlace.Taking,
            Terms = -1,
        };
        if (!reader.ReadBoolean()) return slot;

        ref var terms = ref _orders.AllocateTerms(slot);
        terms.StopPrice = reader.ReadInt64();
        terms.DisplayQuantity = reader.ReadInt64();
        terms.ExpireAt = reader.ReadInt64();
        terms.Amount = reader.ReadInt64();
        terms.ByAmount = reader.ReadBoolean();
        terms.TrailAmount = reader.ReadInt64();
        terms.TrailBasisPoints = reader.ReadInt32();
        terms.Sequence = reader.ReadInt64();
        terms.MinQuantity = reader.ReadInt64();
        terms.Filled = reader.ReadInt64();
        terms.Given = reader.ReadInt64();
        _hiddenPeaks += HiddenPeaks(_orders[slot]);
        if (_orders[slot].Instructions.ReduceOnly) _reducing.Add(slot, 0);
        if (reader.ReadBoolean()) links.Pairs.Add((slot, reader.ReadInt64()));
        var takeProfit = ReadExit(reader, slot, isTakeProfit: true, links);
        var stopLoss = ReadExit(reader, slot, isTakeProfit: false, links);
        // Reading the exits may have moved the terms.
        TermsAt(slot).TakeProfit = takeProfit;
        TermsAt(slot).StopLoss = stopLoss;
        return slot;
    }

    private int ReadExit(BinaryReader reader, int entry, bool isTakeProfit, SnapshotLinks links)
    {
        if (!reader.ReadBoolean()) return -1;
        if (!reader.ReadBoolean())
        {
            links.Exits.Add((entry, reader.ReadInt64(), isTakeProfit));
            return -1;
        }
        var slot = ReadOrder(reader, links);
        _orders[slot].Place = OrderPlace.Held;
        _orders.AllocateTerms(slot).Entry = entry;
        _index.Add(_orders[slot].Id, slot);
        return slot;
    }

    /// <summary>Links between orders, to be made when all orders are there.</summary>
    private sealed class SnapshotLinks
    {
        public List<(int Slot, long Pair)> Pairs { get; } = [];

        public List<(int Entry, long Exit, bool IsTakeProfit)> Exits { get; } = [];
    }
}
