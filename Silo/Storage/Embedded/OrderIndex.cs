using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using TradingOps.Engine.Instruments;
using TradingOps.Engine.Markets;
using TradingOps.Grains.Journaling;
using TradingOps.Grains.Orders;
using TradingOps.Silo.Storage.Embedded.Checkpoints;
using TradingOps.Silo.Storage.Embedded.Scratch;

namespace TradingOps.Silo.Storage.Embedded;

/// <summary>
/// The orders by id, client order id, account and symbol: rebuilt from the journal at start and led on by its writer, so it holds
/// exactly what is durable. In memory are the open orders and those that closed last; the others are rows in a scratch file.
/// Thread-safe; questions end with a <see cref="JournalException"/> where that file cannot be read.
/// </summary>
internal sealed class OrderIndex
{
    // Long enough that most orders are closed and moved before the list that says where.
    private const int PagesOfPlaces = 64;

    private readonly Lock _gate = new();
    private readonly InstrumentCatalogue _catalogue;
    private readonly ScratchStore _scratch;
    private readonly int _recent;
    private readonly int _movedAtOnce;
    private readonly OrderRows _rows;
    // Where the row of each order is that is not in memory.
    private History<long> _orders;
    // Of the places of all orders that are not in memory, so that a checkpoint can check those that were written over.
    private PlaceSum _sum;
    private readonly Dictionary<int, OrderState> _inMemory = [];
    private readonly ConcurrentDictionary<string, MarketOrders> _markets = new(StringComparer.Ordinal);
    private SymbolNumbers _symbols;
    private AccountSymbols _symbolsByAccount;
    private CatalogueChanges _instruments;
    // Client order ids under their accounts, and ids of orders that came to no market under no account.
    private KeyIndex _keys;
    private readonly int _keysInMemory;
    private readonly int _pagesOfPlaces;
    // Random per index, so that no client can choose ids whose hashes collide.
    private long _seed;
    private readonly OpenOrders _open;
    private readonly Queue<int> _closed = new();

    /// <param name="catalogue">The instruments.</param>
    /// <param name="scratch">Where old orders go.</param>
    /// <param name="recent">How many closed orders stay in memory.</param>
    /// <param name="keys">How many keys are gathered in memory.</param>
    /// <param name="seed">Of the hashes of keys; random if it is not said.</param>
    /// <param name="places">How many pages of places stay in memory.</param>
    public OrderIndex(
        InstrumentCatalogue catalogue, ScratchStore scratch, int recent, int keys = 32 * 1024, long? seed = null,
        int places = PagesOfPlaces)
    {
        _pagesOfPlaces = places;
        _seed = seed ?? Random.Shared.NextInt64();
        (_catalogue, _scratch, _recent, _movedAtOnce) =
            (catalogue, scratch, recent, Math.Clamp(recent / 4, 1, OrderRows.MaxAtOnce));
        _rows = new(scratch);
        _open = new(place => !_inMemory.TryGetValue(place, out var order) || !order.IsOpen);
        _keysInMemory = keys;
        Clear();
    }

    /// <summary>The trades.</summary>
    public TradeIndex Trades { get; private set; }

    /// <summary>How many orders are in memory.</summary>
    public int InMemory
    {
        get
        {
            lock (_gate) return _inMemory.Count;
        }
    }

    /// <summary>Whether there is an instrument of this symbol.</summary>
    public bool Knows(string symbol) => _catalogue.TryGet(symbol, out _);

    /// <summary>Whether a client order id is free.</summary>
    public bool IsFree((string Account, string ClientOrderId) key) => Locate(key.Account, key.ClientOrderId) is null;

    /// <summary>Takes in a durable record.</summary>
    public void Apply(StoredRecord record)
    {
        if (record.Instrument is { } change) _instruments.Apply(change);
        lock (_gate)
        {
            if (record.Market is { } market) Apply(record.Owner, market);
            else if (record.Account?.Denied is { } denied)
            {
                var place = Add(OrderState.From(record.Owner, denied));
                _keys.Add(HashOf("", denied.Id), place);
                Close(place);
            }
        }
    }

    /// <summary>The order of an id, or null.</summary>
    public OrderView? Find(string id) => Locate(id) is { } place ? View(place) : null;

    /// <summary>The tag of an order; null without one, or without such an order.</summary>
    public string? TagOf(string id) => Locate(id) is { } place ? Read(place).Tag : null;

    /// <summary>The orders that have or had ids of an account, each once; those that are not stored are left out.</summary>
    public IReadOnlyList<OrderView> FindByClientOrderIds(string account, IReadOnlyList<string> clientOrderIds)
    {
        // Two of them may stand for one order.
        return [.. clientOrderIds.Select(id => Locate(account, id)).OfType<int>().Distinct().Select(View)];
    }

    /// <summary>
    /// Orders by account, symbol, status, side or time. Open ones are found in memory; to find others, a page looks at
    /// <see cref="OrderFilter.MaxExamined"/> at most.
    /// </summary>
    public OrderPage List(OrderFilter filter)
    {
        var place = filter.Before is { } before ? Locate(before) : filter.OldestFirst ? -1 : int.MaxValue;
        if (place is not { } start) return OrderPage.Unknown;
        var places = PlacesBehind(start, filter);
        var limit = Math.Clamp(filter.Limit, 1, OrderFilter.MaxLimit);
        var orders = ImmutableArray.CreateBuilder<OrderView>();
        var isBounded = !filter.Statuses.AreOpen();
        var examined = 0;
        foreach (var candidate in places)
        {
            if (View(candidate, filter) is { } order) orders.Add(order);
            if (orders.Count == limit) return new(orders.ToImmutable(), orders[^1].Id);
            if (isBounded && ++examined == OrderFilter.MaxExamined) return new(orders.ToImmutable(), Read(candidate).Id);
        }
        return new(orders.ToImmutable(), null);
    }

    /// <summary>Symbols in whose markets an account ever had an order.</summary>
    public IReadOnlyCollection<string> ListSymbols(string account)
    {
        lock (_gate) return _symbolsByAccount.List(account);
    }

    /// <summary>The names of all files that this index has now. Only within a move of the scratch store.</summary>
    public IEnumerable<string> FileNames => _keys.FileNames
        .Concat(new[] { _scratch.Fixed, _scratch.Changed }.Select(f => f.Kept?.Name).OfType<string>());

    /// <summary>
    /// Writes what is in memory, and where the rest is in the scratch files, for a checkpoint. By the thread that leads the index
    /// on. Returns the names of the files of client order ids.
    /// </summary>
    public IReadOnlyList<string> WriteTo(BinaryWriter writer)
    {
        writer.Write(_seed);
        _instruments.WriteTo(writer);
        writer.Write(_symbols.All.Count);
        foreach (var symbol in _symbols.All) writer.Write(symbol);
        // Together: an order that moves out of memory after this is in both.
        lock (_gate)
        {
            writer.Write(_sum.Value);
            writer.Write(_inMemory.Count);
            foreach (var (place, order) in _inMemory)
            {
                writer.Write(place);
                order.WriteTo(writer);
            }
        }
        _orders.WriteTo(writer);
        writer.Write(_markets.Count);
        foreach (var (symbol, market) in _markets)
        {
            writer.Write(symbol);
            market.Entered.WriteTo(writer);
        }
        _symbolsByAccount.WriteTo(writer, _symbols);
        Trades.WriteTo(writer);
        return _keys.WriteTo(writer);
    }

    /// <summary>
    /// Reads what <see cref="WriteTo"/> wrote into an empty index, whose scratch store has taken the files of the checkpoint.
    /// <see cref="Resume"/> is to follow. <see cref="InvalidDataException"/> if a file is not what it was: the index is of no
    /// use then.
    /// </summary>
    /// <param name="reader">The content.</param>
    /// <param name="folder">Where the files are.</param>
    /// <returns>What <see cref="Resume"/> needs.</returns>
    public KeyEntry[] ReadFrom(BinaryReader reader, string folder)
    {
        _seed = reader.ReadInt64();
        _instruments.ReadFrom(reader);
        for (var left = reader.ReadInt32(); left > 0; left--) _symbols.NumberOf(reader.ReadString());
        var sum = reader.ReadUInt64();
        for (var left = reader.ReadInt32(); left > 0; left--) _inMemory.Add(reader.ReadInt32(), OrderState.ReadFrom(reader));
        _orders.ReadFrom(reader);
        _sum = SumPlaces();
        if (sum != _sum.Value) throw new InvalidDataException("the places of the orders fail their check");
        for (var left = reader.ReadInt32(); left > 0; left--)
            _markets[reader.ReadString()] = new(new PagedList<int>(_scratch).ReadFrom(reader));
        foreach (var (place, order) in _inMemory)
            if (order.Number != 0)
                _markets[order.Symbol].InMemory.Add(order.Number, place);
        _symbolsByAccount.ReadFrom(reader, _symbols);
        Trades.ReadFrom(reader);
        return _keys.ReadFrom(reader, folder);
    }

    /// <summary>Takes the catalogue to where the checkpoint was, and goes on with what was not moved before it.</summary>
    public void Resume(KeyEntry[] entries)
    {
        _instruments.Resume();
        foreach (var entry in entries) _keys.Add(entry.Hash, entry.Place);
        KeyValuePair<int, OrderState>[] inMemory;
        lock (_gate) inMemory = [.. _inMemory.OrderBy(o => o.Key)];
        foreach (var (place, order) in inMemory)
        {
            if (order.IsOpen) _open.Add(place);
            else Close(place);
        }
        _orders.Resume();
        Trades.Resume();
        foreach (var market in _markets.Values) market.Entered.Resume();
    }

    /// <summary>Empties the index: what was read of a checkpoint is of no use.</summary>
    [MemberNotNull(nameof(_symbols), nameof(_symbolsByAccount), nameof(_orders), nameof(_keys), nameof(_instruments))]
    [MemberNotNull(nameof(Trades))]
    public void Clear()
    {
        _keys?.Close();
        _sum = default;
        _inMemory.Clear();
        _markets.Clear();
        (_symbols, _symbolsByAccount, _instruments) = (new(), new(), new(_catalogue));
        _orders = new(_scratch, _pagesOfPlaces, isChanged: true);
        _keys = new(_scratch, _keysInMemory);
        Trades = new(_scratch, _symbols, (symbol, number) => _inMemory[_markets[symbol].InMemory[number]].Tag);
    }

    private PlaceSum SumPlaces()
    {
        var (sum, place) = (new PlaceSum(), 0);
        foreach (var row in _orders.ReadAll())
        {
            if (!_inMemory.ContainsKey(place)) sum.Add(place, row);
            place++;
        }
        return sum;
    }

    private IEnumerable<int> PlacesBehind(int start, OrderFilter filter)
    {
        (string, int)? symbol = filter.Symbol is { } only ? _symbols.Find(only) : null;
        if (filter.Statuses.AreOpen() && _open.Count < _orders.CountOf(filter.Account, filter.Symbol))
            return filter.OldestFirst ? _open.OldestFirst(start) : _open.NewestFirst(start);
        return filter.OldestFirst
            ? _orders.OldestFirst(filter.Account, symbol, start)
            : _orders.NewestFirst(filter.Account, symbol, start);
    }

    private void Apply(string symbol, MarketRecord record)
    {
        var market = _markets.GetOrAdd(symbol, _ => new(new PagedList<int>(_scratch)));
        var first = _orders.Count;
        market.Entered.Add(first);
        foreach (var entered in OrderState.From(symbol, record))
        {
            market.InMemory.Add(entered.Number, Add(entered));
            _symbolsByAccount.Add(entered.Account, symbol);
        }
        Trades.Apply(symbol, record);
        if (record.IsAmendment) Amend(market.InMemory[record.Command.OrderId], record);
        foreach (var report in record.Reports())
        {
            if (!report.IsOfOrder) continue;
            var place = market.InMemory[report.OrderNumber];
            var order = _inMemory[place];
            var wasOpen = order.IsOpen;
            order.Apply(report);
            if (!wasOpen || order.IsOpen) continue;
            Close(place);
            if (place < first) _open.CountClosed();
        }
        for (var place = first; place < _orders.Count; place++)
            if (_inMemory[place].IsOpen)
                _open.Add(place);
    }

    private void Amend(int place, MarketRecord record)
    {
        var order = _inMemory[place];
        order.Trail(record.Command);
        if (record.ClientOrderId is not { } id) return;
        order.Rename(id);
        _keys.Add(HashOf(order.Account, id), place);
    }

    private int Add(OrderState order)
    {
        var place = _orders.Add(0, _symbols.NumberOf(order.Symbol), order.Account);
        _inMemory.Add(place, order);
        if (order.ClientOrderId is { } id) _keys.Add(HashOf(order.Account, id), place);
        return place;
    }

    private void Close(int place)
    {
        _closed.Enqueue(place);
        if (_closed.Count < _recent + _movedAtOnce) return;
        var oldest = new int[_movedAtOnce];
        for (var i = 0; i < oldest.Length; i++) oldest[i] = _closed.Dequeue();
        _scratch.MoveLater(() => Move(oldest));
    }

    private void Move(int[] places)
    {
        OrderState[] orders;
        lock (_gate) orders = [.. places.Select(p => _inMemory[p])];
        // They are closed: nothing changes them any more.
        var rows = _rows.Append(orders);
        for (var i = 0; i < places.Length; i++) _orders.Set(places[i], rows[i]);
        lock (_gate)
        {
            for (var i = 0; i < places.Length; i++)
            {
                _inMemory.Remove(places[i]);
                _sum.Add(places[i], rows[i]);
                if (orders[i].Number != 0) _markets[orders[i].Symbol].InMemory.Remove(orders[i].Number);
            }
        }
    }

    private int? Locate(string account, string clientOrderId)
    {
        foreach (var place in _keys.Find(HashOf(account, clientOrderId)))
            if (Read(place) is var order && order.HasClientOrderId(clientOrderId) && order.Account == account)
                return place;
        return null;
    }

    private int? Locate(string id)
    {
        foreach (var denied in _keys.Find(HashOf("", id)))
            if (Read(denied).Id == id)
                return denied;
        if (!OrderIds.TryParse(id, out var symbol, out var number) || !_markets.TryGetValue(symbol, out var market)) return null;
        lock (_gate)
            if (market.InMemory.TryGetValue(number, out var place))
                return place;
        var record = OrderIds.RecordOf(number);
        if (record > market.Entered.Count) return null;
        // An order, and the exits of its bracket behind it.
        var first = market.Entered[(int)record - 1];
        for (var place = first; place < Math.Min(first + 3, _orders.Count); place++)
            if (Read(place) is var order && order.Number == number && order.Symbol == symbol)
                return place;
        return null;
    }

    private ulong HashOf(string account, string id) => XxHash3.HashToUInt64(
        MemoryMarshal.AsBytes<char>(id), (long)XxHash3.HashToUInt64(MemoryMarshal.AsBytes<char>(account), _seed));

    /// <summary>The order at a place. Of one in memory only what never changes may be looked at.</summary>
    private OrderState Read(int place)
    {
        lock (_gate)
            if (_inMemory.TryGetValue(place, out var order))
                return order;
        return _rows.Read(_orders[place]);
    }

    /// <summary>The order at a place as it is now.</summary>
    private OrderView View(int place)
    {
        lock (_gate)
            if (_inMemory.TryGetValue(place, out var order))
                return ToView(order);
        return ToView(_rows.Read(_orders[place]));
    }

    /// <summary>The order at a place as it is now; null if it is not as asked.</summary>
    private OrderView? View(int place, OrderFilter filter)
    {
        lock (_gate)
        {
            if (_inMemory.TryGetValue(place, out var order))
                return filter.Statuses.Has(order.Status) && filter.Wants(order.Side, order.Tag, order.ReceivedAt)
                    && (filter.Account is not { } account || account == order.Account)
                    && (filter.Symbol is not { } symbol || symbol == order.Symbol) ? ToView(order) : null;
        }
        // What is not in memory is closed, and was found among those of its account and symbol.
        if (filter.Statuses.AreOpen()) return null;
        var row = _rows.Read(_orders[place]);
        return filter.Statuses.Has(row.Status) && filter.Wants(row.Side, row.Tag, row.ReceivedAt) ? ToView(row) : null;
    }

    private OrderView ToView(OrderState order) => order.ToView(_catalogue[order.Symbol]);
}
