namespace TradingOps.Engine.Books;

/// <summary>Waiting trailing stops by arrival: a list through their terms, so that none is searched for when it leaves.</summary>
internal sealed class TrailingStops(OrderPool pool)
{
    private int _last = -1;

    public int Count { get; private set; }

    /// <summary>The earliest, or -1.</summary>
    public int First { get; private set; } = -1;

    /// <summary>The one after, or -1.</summary>
    public int Next(int slot) => Terms(slot).NextTrailing;

    public void Add(int slot)
    {
        ref var terms = ref Terms(slot);
        terms.NextTrailing = -1;
        terms.PreviousTrailing = _last;
        if (_last >= 0) Terms(_last).NextTrailing = slot;
        else First = slot;
        _last = slot;
        Count++;
    }

    public void Remove(int slot)
    {
        ref var terms = ref Terms(slot);
        if (terms.PreviousTrailing >= 0) Terms(terms.PreviousTrailing).NextTrailing = terms.NextTrailing;
        else First = terms.NextTrailing;
        if (terms.NextTrailing >= 0) Terms(terms.NextTrailing).PreviousTrailing = terms.PreviousTrailing;
        else _last = terms.PreviousTrailing;
        Count--;
    }

    /// <summary>Puts those that were added in another order back into the order of their arrival.</summary>
    public void SortByArrival()
    {
        var slots = new List<int>(Count);
        for (var slot = First; slot >= 0; slot = Next(slot)) slots.Add(slot);
        slots.Sort((a, b) => Terms(a).Sequence.CompareTo(Terms(b).Sequence));
        foreach (var slot in slots)
        {
            Remove(slot);
            Add(slot);
        }
    }

    private ref OrderTerms Terms(int slot) => ref pool.TermsOf(pool[slot]);
}
