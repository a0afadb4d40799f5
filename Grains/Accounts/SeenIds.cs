namespace TradingOps.Grains.Accounts;

/// <summary>
/// A set of ids that may say of a new one, once in a hundred times, that it was seen, and never of a seen one that it is new: a
/// Bloom filter, in two to eight bytes an id. Not thread-safe.
/// </summary>
/// <remarks>
/// What is full is kept, and a filter of four times the size takes what comes: it grows with its account, and never holds more
/// than a few filters.
/// </remarks>
internal sealed class SeenIds
{
    private const int BitsAnId = 16;
    private const int Probes = 4;
    private const int FirstCapacity = 1 << 10;

    private readonly List<ulong[]> _filters = [];
    private int _free;

    /// <summary>Adds an id; whether it was there, or may have been.</summary>
    public bool Add(string id)
    {
        var hash = Spread((uint)id.GetHashCode(StringComparison.Ordinal));
        foreach (var filter in _filters)
            if (Holds(filter, hash))
                return true;
        if (_free == 0)
        {
            _free = FirstCapacity << 2 * _filters.Count;
            _filters.Add(new ulong[_free * BitsAnId / 64]);
        }
        _free--;
        for (var i = 0; i < Probes; i++)
        {
            var bit = BitOf(hash, i, _filters[^1]);
            _filters[^1][bit / 64] |= 1UL << (int)(bit % 64);
        }
        return false;
    }

    private static bool Holds(ulong[] filter, ulong hash)
    {
        for (var i = 0; i < Probes; i++)
        {
            var bit = BitOf(hash, i, filter);
            if ((filter[bit / 64] & 1UL << (int)(bit % 64)) == 0) return false;
        }
        return true;
    }

    /// <summary>Sizes are powers of two; an odd step reaches every bit.</summary>
    private static uint BitOf(ulong hash, int probe, ulong[] filter) =>
        ((uint)hash + (uint)probe * ((uint)(hash >> 32) | 1)) & (uint)(filter.LongLength * 64 - 1);

    // The finalizer of SplitMix64.
    private static ulong Spread(ulong value)
    {
        value = (value ^ value >> 30) * 0xbf58476d1ce4e5b9;
        value = (value ^ value >> 27) * 0x94d049bb133111eb;
        return value ^ value >> 31;
    }
}
