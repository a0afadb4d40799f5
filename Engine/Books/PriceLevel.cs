namespace TradingOps.Engine.Books;

/// <summary>The queue of one price.</summary>
internal struct PriceLevel
{
    /// <summary>The price as the ladder sorts it: lower is better.</summary>
    public long Key;

    /// <summary>Visible lots.</summary>
    public long Quantity;

    /// <summary>Lots behind the visible ones.</summary>
    public long Hidden;

    /// <summary>First order of the queue, or next free level.</summary>
    public int Head;

    public int Tail;
    public int Count;
}
