using System.IO.Hashing;
using System.Runtime.InteropServices;
using TradingOps.Grains.Orders;

namespace TradingOps.Grains.Accounts;

/// <summary>
/// A set of ids that may say of a new one, a few times in a hundred, that it was seen, and never of a seen one that it is new.
/// Two to eight bytes an id. Not thread-safe.
/// </summary>
internal sealed class SeenIds
{
    private const int FirstRoom = 1 << 10;

    // A random seed per set, so that a client cannot craft colliding ids.
    private readonly long _seed = Random.Shared.NextInt64();
    // What is full stays as it is, and one of four times the size takes what comes: the set grows with its account.
    private readonly List<KeyFilter> _filters = [];
    private long _room;

    /// <summary>Adds an id; whether it was there, or may have been.</summary>
    public bool Add(string id)
    {
        var hash = XxHash3.HashToUInt64(MemoryMarshal.AsBytes<char>(id), _seed);
        foreach (var filter in _filters)
            if (filter.MayHave(hash))
                return true;
        if (_room == 0) _filters.Add(new(_room = FirstRoom << 2 * _filters.Count));
        _room--;
        _filters[^1].Add(hash);
        return false;
    }
}
