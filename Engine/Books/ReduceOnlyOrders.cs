using System.Runtime.InteropServices;

namespace TradingOps.Engine.Books;

/// <summary>
/// The reduce-only orders of each account that has some, in order of arrival, and the position that they may reduce, which is
/// followed for as long as there are any.
/// </summary>
internal sealed class ReduceOnlyOrders(OrderPool pool)
{
    private static readonly Party NoOrders = new();

    // An account keeps its entry: the next reduce-only order needs no new one.
    private readonly Dictionary<int, Party> _parties = [];

    /// <summary>Accounts that have reduce-only orders.</summary>
    public int Count { get; private set; }

    /// <summary>These accounts with their positions, by number.</summary>
    public IEnumerable<(int Account, long Position)> Positions =>
        _parties.Where(p => p.Value.Slots.Count > 0).OrderBy(p => p.Key).Select(p => (p.Key, p.Value.Position));

    /// <summary>Adds an order; with the first one of an account, its position becomes known.</summary>
    public void Add(int slot, long position)
    {
        ref var party = ref CollectionsMarshal.GetValueRefOrAddDefault(_parties, pool[slot].Account, out _);
        party ??= new();
        if (party.Slots.Count == 0)
        {
            party.Position = position;
            Count++;
        }
        party.Slots.Add(slot);
    }

    public void Remove(int slot)
    {
        var slots = _parties[pool[slot].Account].Slots;
        slots.Remove(slot);
        if (slots.Count == 0) Count--;
    }

    /// <summary>An order lost its priority.</summary>
    public void MoveToEnd(int slot)
    {
        var slots = _parties[pool[slot].Account].Slots;
        slots.Remove(slot);
        slots.Add(slot);
    }

    /// <summary>Moves the position of an account, if it is followed.</summary>
    public void Move(int account, long lots)
    {
        if (Count > 0 && _parties.TryGetValue(account, out var party)) party.Position += lots;
    }

    /// <summary>The position of an account that has reduce-only orders, and these in order of arrival.</summary>
    public bool TryGet(int account, out long position, out List<int> slots)
    {
        var party = _parties.GetValueOrDefault(account, NoOrders);
        (position, slots) = (party.Position, party.Slots);
        return slots.Count > 0;
    }

    /// <summary>Sets what a snapshot says of an account's position.</summary>
    public void SetPosition(int account, long position) => _parties[account].Position = position;

    /// <summary>Puts orders that were added in another order back into the order of their arrival.</summary>
    public void SortByArrival()
    {
        foreach (var party in _parties.Values)
            party.Slots.Sort((a, b) => pool.TermsOf(pool[a]).Sequence.CompareTo(pool.TermsOf(pool[b]).Sequence));
    }

    private sealed class Party
    {
        public List<int> Slots { get; } = [];

        public long Position { get; set; }
    }
}
