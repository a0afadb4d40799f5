using TradingOps.Engine.Books;

namespace TradingOps.Benchmarks.Books;

/// <summary>A book with a given number of resting orders over 1,000 prices, and commands that leave that number alone.</summary>
internal sealed class FilledBook
{
    private const int LevelsASide = 500;
    private const long Middle = 100_000;

    private readonly long[] _resting;
    private readonly BookEventBuffer _events = new();
    private long _nextId;
    private uint _random = 0x9E3779B9;
    private (int Place, long Id) _chosen;

    public FilledBook(int orders)
    {
        Orders = orders;
        _resting = new long[orders];
        for (var i = 0; i < orders; i++) _resting[i] = EnterRandom();
        _chosen = (0, _resting[0]);
    }

    /// <summary>Number of resting orders between two calls.</summary>
    public int Orders { get; }

    /// <summary>The book.</summary>
    public OrderBook Book { get; } = new();

    /// <summary>Enters an order somewhere in the book and cancels it.</summary>
    public void AddAndCancel() => Cancel(EnterRandom());

    /// <summary>Enters as many orders as there are ids, then somebody may take the time.</summary>
    public void Add(Span<long> ids)
    {
        foreach (ref var id in ids) id = EnterRandom();
    }

    /// <summary>Cancels orders in the order of their ids in the span.</summary>
    public void Cancel(ReadOnlySpan<long> ids)
    {
        foreach (var id in ids) Cancel(id);
    }

    /// <summary>Does the same, and tells the book of what is coming as a market does.</summary>
    public void CancelKnown(ReadOnlySpan<long> ids)
    {
        for (var i = 0; i < ids.Length; i++)
        {
            if (i % OrderBook.OrdersAhead == 0) Book.ReadAhead(ids[i..]);
            Cancel(ids[i]);
        }
    }

    /// <summary>Chooses different resting orders at random; the caller cancels them and calls <see cref="Settle"/>.</summary>
    public void ChooseResting(Span<long> ids, Span<int> places)
    {
        // A step that has no factor in common with the number of orders meets no place twice.
        var place = (int)Random((uint)Orders);
        var step = 1 + (int)Random((uint)Math.Max(1, Orders - 1));
        while (Gcd(step, Orders) != 1) step = 1 + (step % Math.Max(1, Orders - 1));
        for (var i = 0; i < ids.Length; i++)
        {
            places[i] = place;
            ids[i] = _resting[place];
            place = (int)(((long)place + step) % Orders);
        }
    }

    /// <summary>Says which orders took the places of canceled ones.</summary>
    public void Settle(ReadOnlySpan<long> ids, ReadOnlySpan<int> places)
    {
        for (var i = 0; i < ids.Length; i++) _resting[places[i]] = ids[i];
    }

    /// <summary>Cancels a random resting order and enters another one.</summary>
    public void CancelAndAddRandom()
    {
        var (place, id) = _chosen;
        // Read ahead: waiting for the list of ids is no work of the book.
        var next = (int)Random((uint)Orders);
        _chosen = (next, _resting[next]);
        Cancel(id);
        _resting[place] = EnterRandom();
        if (next == place) _chosen.Id = _resting[place];
    }

    /// <summary>Moves a random resting order to another price of its side.</summary>
    public void ReplaceRandom()
    {
        var id = _resting[(int)Random((uint)Orders)];
        Book.TryGetOrder(id, out var order);
        Apply(new BookCommand
        {
            Kind = BookCommandKind.Replace,
            OrderId = id,
            Account = order.Account,
            Spec = new() { Price = RandomPrice(order.Side), Quantity = order.Remaining },
        });
    }

    /// <summary>Enters an order at the touch and takes it: one trade.</summary>
    public void Match()
    {
        Enter(Side.Sell, Middle, TimeInForce.Gtc, 10);
        Enter(Side.Buy, Middle, TimeInForce.Ioc, 10);
    }

    /// <summary>Puts one order on each of ten prices inside the spread and takes them all: ten trades.</summary>
    public void Sweep()
    {
        for (var i = 0; i < 10; i++) Enter(Side.Sell, Middle - 5 + i, TimeInForce.Gtc, 10);
        Enter(Side.Buy, Middle + 5, TimeInForce.Ioc, 100);
    }

    private static int Gcd(int a, int b) => b == 0 ? a : Gcd(b, a % b);

    private long EnterRandom()
    {
        var side = (Side)Random(2);
        return Enter(side, RandomPrice(side), TimeInForce.Gtc, 10);
    }

    // Ten prices around the middle stay free for the matches.
    private long RandomPrice(Side side) =>
        side == Side.Buy ? Middle - 10 - Random(LevelsASide) : Middle + 10 + Random(LevelsASide);

    private long Enter(Side side, long price, TimeInForce timeInForce, long quantity)
    {
        Apply(new BookCommand
        {
            Kind = BookCommandKind.New,
            OrderId = ++_nextId,
            Account = (int)side,
            Spec = new() { Instructions = new(side, OrderType.Limit, timeInForce), Price = price, Quantity = quantity },
        });
        return _nextId;
    }

    private void Cancel(long id) =>
        Apply(new BookCommand { Kind = BookCommandKind.Cancel, OrderId = id, Account = OrderBook.AnyAccount });

    private void Apply(in BookCommand command)
    {
        _events.Clear();
        Book.Apply(command, _events);
    }

    // A small generator of its own: the same commands in every run, at next to no cost.
    private uint Random(uint bound)
    {
        _random ^= _random << 13;
        _random ^= _random >> 17;
        _random ^= _random << 5;
        return (uint)(((ulong)_random * bound) >> 32);
    }
}
