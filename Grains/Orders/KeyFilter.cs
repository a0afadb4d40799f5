namespace TradingOps.Grains.Orders;

/// <summary>
/// Says of most keys that are not among some that they are not, in one look at memory: a Bloom filter whose bits of one key are
/// in one word (Putze, Sanders, Singler: Cache-, hash- and space-efficient Bloom filters). Full, it lets less than 1 in 100 pass.
/// Added to by one thread, read by many.
/// </summary>
/// <param name="room">For how many keys.</param>
public sealed class KeyFilter(long room)
{
    private const int BitsAKey = 16;

    private readonly ulong[] _words = new ulong[room * BitsAKey / 64 + 1];

    /// <summary>For how many keys it is.</summary>
    public long Room => room;

    /// <summary>Adds a key by its hash.</summary>
    public void Add(ulong hash) => _words[WordOf(hash)] |= BitsOf(hash);

    /// <summary>False: it was not added.</summary>
    public bool MayHave(ulong hash) => (_words[WordOf(hash)] & BitsOf(hash)) == BitsOf(hash);

    // The high bits choose the word: keys in order go through memory in order.
    private int WordOf(ulong hash) => (int)Math.BigMul(hash, (ulong)_words.Length, out _);

    private static ulong BitsOf(ulong hash) =>
        1UL << (int)hash | 1UL << (int)(hash >> 6) | 1UL << (int)(hash >> 12) | 1UL << (int)(hash >> 18);
}
