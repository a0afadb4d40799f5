namespace TradingOps.Silo.Storage.Embedded.Checkpoints;

/// <summary>
/// A sum over the rows of orders that are not in memory, by their places. They are written over one by one, in any order, so a
/// sum over the bytes of their file would say nothing.
/// </summary>
internal struct PlaceSum
{
    /// <summary>The sum.</summary>
    public ulong Value { get; private set; }

    /// <summary>Adds the row of the order at a place.</summary>
    public void Add(int place, long row)
    {
        var mixed = ((ulong)row ^ (ulong)(place + 1) * 0x9E3779B97F4A7C15) * 0xD6E8FEB86659FD93;
        mixed = (mixed ^ mixed >> 32) * 0xD6E8FEB86659FD93;
        Value += mixed ^ mixed >> 32;
    }
}
