namespace TradingOps.Engine.Books;

/// <summary>
/// Levels far from the touch, sorted: a list of sorted chunks. A lookup is two binary searches, an insertion moves one chunk's
/// entries at most, and a price costs 12 bytes however far it is from its neighbours.
/// </summary>
internal sealed class SparseLevels
{
    private const int ChunkSize = 128;
    private readonly List<Chunk> _chunks = [];

    public int Count { get; private set; }

    /// <summary>The level of a key, or -1.</summary>
    public int Find(long key)
    {
        if (Count == 0) return -1;
        var chunk = _chunks[ChunkOf(key)];
        var i = Array.BinarySearch(chunk.Keys, 0, chunk.Count, key);
        return i < 0 ? -1 : chunk.Levels[i];
    }

    /// <summary>The first level at or after a key, or -1.</summary>
    public int FindFrom(long key)
    {
        if (Count == 0) return -1;
        var at = ChunkOf(key);
        var chunk = _chunks[at];
        var i = Array.BinarySearch(chunk.Keys, 0, chunk.Count, key);
        if (i < 0) i = ~i;
        if (i < chunk.Count) return chunk.Levels[i];
        return at + 1 < _chunks.Count ? _chunks[at + 1].Levels[0] : -1;
    }

    /// <summary>Adds a key that is not there.</summary>
    public void Add(long key, int level)
    {
        if (_chunks.Count == 0) _chunks.Add(new Chunk());
        var at = ChunkOf(key);
        var chunk = _chunks[at];
        if (chunk.Count == ChunkSize)
        {
            var upper = chunk.Split();
            _chunks.Insert(at + 1, upper);
            if (key > upper.Keys[0]) chunk = upper;
        }
        chunk.Insert(key, level);
        Count++;
    }

    /// <summary>Removes a key that is there.</summary>
    public void Remove(long key)
    {
        var at = ChunkOf(key);
        _chunks[at].Remove(key);
        Count--;
        // The last chunk stays, so that one far order that comes and goes allocates nothing.
        if (_chunks[at].Count == 0 && _chunks.Count > 1) _chunks.RemoveAt(at);
    }

    /// <summary>Index of the last chunk that starts at or before a key; the first when there is none.</summary>
    private int ChunkOf(long key)
    {
        int low = 0, high = _chunks.Count - 1;
        while (low < high)
        {
            var middle = (low + high + 1) >>> 1;
            if (_chunks[middle].Keys[0] <= key) low = middle;
            else high = middle - 1;
        }
        return low;
    }

    private sealed class Chunk
    {
        public readonly long[] Keys = new long[ChunkSize];
        public readonly int[] Levels = new int[ChunkSize];
        public int Count;

        public void Insert(long key, int level)
        {
            var i = ~Array.BinarySearch(Keys, 0, Count, key);
            Array.Copy(Keys, i, Keys, i + 1, Count - i);
            Array.Copy(Levels, i, Levels, i + 1, Count - i);
            Keys[i] = key;
            Levels[i] = level;
            Count++;
        }

        public void Remove(long key)
        {
            var i = Array.BinarySearch(Keys, 0, Count, key);
            Count--;
            Array.Copy(Keys, i + 1, Keys, i, Count - i);
            Array.Copy(Levels, i + 1, Levels, i, Count - i);
        }

        public Chunk Split()
        {
            const int half = ChunkSize / 2;
            var upper = new Chunk { Count = half };
            Array.Copy(Keys, half, upper.Keys, 0, half);
            Array.Copy(Levels, half, upper.Levels, 0, half);
            Count = half;
            return upper;
        }
    }
}
