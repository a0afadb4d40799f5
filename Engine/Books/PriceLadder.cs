using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace TradingOps.Engine.Books;

/// <summary>
/// The levels of one side, best first. Prices near the touch are found by direct index in a window with a bitmap over it; prices
/// far away are in <see cref="SparseLevels"/>. The measurements behind this are in docs/measurements/order-book-structure.md.
/// </summary>
/// <remarks>
/// A key is the price, or its complement where the highest price is the best one, so that one code serves both sides and the
/// best key is always the lowest.
/// </remarks>
internal sealed class PriceLadder(bool highestFirst)
{
    private const int SmallestWindow = 1 << 10;

    // 64 x 64 x 64 ticks: three bitmap words lead to any level.
    private const int LargestWindow = 1 << 18;

    // A window that lies wrong is moved after this many misses, which makes the move cheap a miss whatever a client does.
    private const int MissesToMove = 4096;

    private readonly long _mask = highestFirst ? -1 : 0;
    private readonly SparseLevels _sparse = new();
    private PriceLevel[] _levels = new PriceLevel[16];
    private int _used;
    private int _free = -1;

    private long _base;
    private int _size;
    private int[] _window = [];
    private ulong[] _words = [];
    private ulong[] _summary = [];
    private ulong _top;
    private int _inWindow;
    private int _misses;

    /// <summary>Best level, or -1.</summary>
    public int Best { get; private set; } = -1;

    /// <summary>Number of levels.</summary>
    public int Count => _inWindow + _sparse.Count;

    /// <summary>What to xor a price with to get its key, and the other way round.</summary>
    public long Mask => _mask;

    public ref PriceLevel this[int level]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_levels), level);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public long PriceOf(int level) => this[level].Key ^ _mask;

    /// <summary>The level of a price, or -1.</summary>
    public int Find(long price)
    {
        var key = price ^ _mask;
        var offset = (ulong)(key - _base);
        return offset < (ulong)_size ? _window[(int)offset] - 1 : _sparse.Find(key);
    }

    /// <summary>The level of a price, which is added, empty, if it is new.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int FindOrAdd(long price)
    {
        var key = price ^ _mask;
        var offset = (ulong)(key - _base);
        if (offset < (ulong)_size)
        {
            var found = Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(_window), (int)offset) - 1;
            return found >= 0 ? found : AddToWindow(key);
        }
        return FindOrAddOutside(key);
    }

    /// <summary>Removes a level, which must be empty.</summary>
    public void Remove(int level)
    {
        var key = this[level].Key;
        var offset = (ulong)(key - _base);
        if (offset < (ulong)_size) ClearWindow((int)offset);
        else _sparse.Remove(key);
        if (level == Best) Best = FindFrom(key);
        this[level].Head = _free;
        _free = level;
    }

    /// <summary>The next worse level, or -1.</summary>
    public int Next(int level) => FindFrom(this[level].Key + 1);

    private int FindFrom(long key)
    {
        var inWindow = -1;
        var offset = key - _base;
        if (_inWindow > 0 && offset < _size) inWindow = WindowFrom(offset < 0 ? 0 : (int)offset);
        if (_sparse.Count == 0) return inWindow;
        var sparse = _sparse.FindFrom(key);
        if (inWindow < 0) return sparse;
        return sparse >= 0 && this[sparse].Key < this[inWindow].Key ? sparse : inWindow;
    }

    private int WindowFrom(int offset)
    {
        var word = offset >> 6;
        var bits = _words[word] >> (offset & 63);
        if (bits != 0) return _window[offset + BitOperations.TrailingZeroCount(bits)] - 1;
        if (++word == _words.Length) return -1;

        var group = word >> 6;
        bits = _summary[group] >> (word & 63);
        if (bits != 0)
        {
            word += BitOperations.TrailingZeroCount(bits);
        }
        else
        {
            if (group == 63) return -1;
            bits = _top >> (group + 1);
            if (bits == 0) return -1;
            group += 1 + BitOperations.TrailingZeroCount(bits);
            word = (group << 6) + BitOperations.TrailingZeroCount(_summary[group]);
        }
        return _window[(word << 6) + BitOperations.TrailingZeroCount(_words[word])] - 1;
    }

    private int AddToWindow(long key)
    {
        var level = NewLevel(key);
        SetWindow(level);
        if (Best < 0 || key < this[Best].Key) Best = level;
        return level;
    }

    private int FindOrAddOutside(long key)
    {
        if (_sparse.Count > 0)
        {
            var found = _sparse.Find(key);
            if (found >= 0)
            {
                if (++_misses >= MissesToMove) MoveToTouch();
                return found;
            }
        }
        if (MakeRoom(key)) return AddToWindow(key);

        var level = NewLevel(key);
        _sparse.Add(key, level);
        if (Best < 0 || key < this[Best].Key) Best = level;
        if (++_misses >= MissesToMove) MoveToTouch();
        return level;
    }

    private int NewLevel(long key)
    {
        var level = _free;
        if (level >= 0)
        {
            _free = this[level].Head;
        }
        else
        {
            if (_used == _levels.Length) Array.Resize(ref _levels, _used + (_used / 2));
            level = _used++;
        }
        ref var added = ref this[level];
        added = default;
        added.Key = key;
        added.Head = added.Tail = -1;
        return level;
    }

    private void SetWindow(int level)
    {
        var offset = (int)(this[level].Key - _base);
        _window[offset] = level + 1;
        _words[offset >> 6] |= 1UL << (offset & 63);
        _summary[offset >> 12] |= 1UL << ((offset >> 6) & 63);
        _top |= 1UL << (offset >> 12);
        _inWindow++;
    }

    private void ClearWindow(int offset)
    {
        _window[offset] = 0;
        _inWindow--;
        if ((_words[offset >> 6] &= ~(1UL << (offset & 63))) != 0) return;
        if ((_summary[offset >> 12] &= ~(1UL << ((offset >> 6) & 63))) != 0) return;
        _top &= ~(1UL << (offset >> 12));
    }

    /// <summary>
    /// Grows or moves the window so that it holds a key beside what it holds, if it can without growing too large.
    /// </summary>
    private bool MakeRoom(long key)
    {
        long low = key, high = key;
        if (_inWindow > 0)
        {
            low = Math.Min(low, this[WindowFrom(0)].Key);
            high = Math.Max(high, LastInWindow());
        }
        // At least a quarter stays free at both ends, so that the next move is that many prices away.
        var span = high - low + 1;
        if (span > LargestWindow / 2) return false;
        var size = Math.Max(_size, SmallestWindow);
        while (size < 2 * span) size *= 2;
        MoveTo(low - ((size - span) / 2), size);
        return true;
    }

    private long LastInWindow()
    {
        var group = BitOperations.Log2(_top);
        var word = (group << 6) + BitOperations.Log2(_summary[group]);
        return _base + (word << 6) + BitOperations.Log2(_words[word]);
    }

    private void MoveToTouch()
    {
        // A quarter of the window lies on the better side of the touch, the rest behind it.
        MoveTo(this[Best].Key - (LargestWindow / 4), LargestWindow);
    }

    private void MoveTo(long newBase, int newSize)
    {
        var moved = _inWindow == 0 ? [] : new int[_inWindow];
        for (var i = 0; i < moved.Length; i++)
        {
            moved[i] = WindowFrom(0);
            ClearWindow((int)(this[moved[i]].Key - _base));
        }
        _misses = 0;
        _base = newBase;
        if (newSize != _size)
        {
            _size = newSize;
            _window = new int[newSize];
            _words = new ulong[newSize >> 6];
            _summary = new ulong[Math.Max(1, newSize >> 12)];
        }
        foreach (var level in moved)
        {
            if ((ulong)(this[level].Key - _base) < (ulong)_size) SetWindow(level);
            else _sparse.Add(this[level].Key, level);
        }
        for (var level = _sparse.FindFrom(_base); level >= 0 && this[level].Key < _base + _size; level = _sparse.FindFrom(_base))
        {
            _sparse.Remove(this[level].Key);
            SetWindow(level);
        }
    }
}
