using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TradingOps.Grains.Journaling;

namespace TradingOps.Silo.Storage.Embedded.Scratch;

/// <summary>
/// A list that only grows, of which the last pages are in memory and the others in a scratch file. Added to by one thread, read
/// by many. <see cref="JournalException"/> where the file cannot be read.
/// </summary>
/// <param name="scratch">Where full pages go.</param>
/// <param name="pagesInMemory">How many pages stay in memory, the last one included.</param>
/// <param name="isChanged">Whether items are set in their places.</param>
internal sealed class PagedList<T>(ScratchStore scratch, int pagesInMemory = 1, bool isChanged = false) where T : unmanaged
{
    private const int PageLength = 512;
    private const int FirstLength = 4;

    private readonly Lock _gate = new();
    private readonly ScratchPart _file = isChanged ? scratch.Changed : scratch.Fixed;
    private readonly List<Page> _pages = [];
    private int _count;

    /// <summary>Number of items.</summary>
    public int Count
    {
        get
        {
            lock (_gate) return _count;
        }
    }

    /// <summary>The item at a place: 0, 1, 2, ...</summary>
    public T this[int place]
    {
        get
        {
            T item = default;
            ArgumentOutOfRangeException.ThrowIfZero(Read(place, new(ref item)), nameof(place));
            return item;
        }
    }

    /// <summary>Adds an item at the end.</summary>
    public void Add(T item)
    {
        lock (_gate)
        {
            var place = _count % PageLength;
            if (place == 0) BeginPage();
            var items = _pages[^1].Items!;
            if (place == items.Length)
            {
                Array.Resize(ref items, Math.Min(place * 2, PageLength));
                _pages[^1] = new(items, 0);
            }
            items[place] = item;
            _count++;
        }
    }

    /// <summary>Puts another item in a place of a list that is changed. Only within a move of the scratch store.</summary>
    public void Set(int place, T item)
    {
        Page page;
        lock (_gate)
        {
            page = _pages[place / PageLength];
            if (page.Items is { } items)
            {
                items[place % PageLength] = item;
                return;
            }
        }
        _file.Write(page.OffsetOf(place % PageLength), MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in item)));
    }

    /// <summary>Reads items from a place on, and returns how many there were.</summary>
    public int Read(int from, Span<T> items)
    {
        var total = 0;
        while (total < items.Length)
        {
            var place = (from + total) % PageLength;
            Page page;
            Span<T> part;
            lock (_gate)
            {
                var length = Math.Min(Math.Min(items.Length - total, PageLength - place), _count - from - total);
                if (length <= 0) break;
                part = items.Slice(total, length);
                page = _pages[(from + total) / PageLength];
                page.Items?.AsSpan(place, length).CopyTo(part);
            }
            if (page.Items is null) _file.Read(page.OffsetOf(place), MemoryMarshal.AsBytes(part));
            total += part.Length;
        }
        return total;
    }

    /// <summary>Of items in order, how many come before something.</summary>
    public int CountWhile(Func<T, bool> isBefore)
    {
        var (low, high) = (0, Count);
        while (low < high)
        {
            var middle = low + (high - low) / 2;
            if (isBefore(this[middle])) low = middle + 1;
            else high = middle;
        }
        return low;
    }

    /// <summary>Writes the list: what is in memory, and where the rest is. By the thread that adds.</summary>
    public void WriteTo(BinaryWriter writer)
    {
        lock (_gate)
        {
            writer.Write7BitEncodedInt(_count);
            for (var i = 0; i < _pages.Count; i++)
            {
                var (items, offset) = _pages[i];
                writer.Write7BitEncodedInt64(items is null ? offset + 1 : 0);
                if (items is not null)
                    writer.Write(MemoryMarshal.AsBytes(items.AsSpan(0, Math.Min(PageLength, _count - i * PageLength))));
            }
        }
    }

    /// <summary>Reads what <see cref="WriteTo"/> wrote into an empty list; <see cref="Resume"/> is to follow.</summary>
    public PagedList<T> ReadFrom(BinaryReader reader)
    {
        _count = reader.Read7BitEncodedInt();
        for (var from = 0; from < _count; from += PageLength)
        {
            var place = reader.Read7BitEncodedInt64();
            if (place > 0)
            {
                _pages.Add(new(null, place - 1));
                continue;
            }
            var length = Math.Min(PageLength, _count - from);
            var items = new T[from > 0 ? PageLength : Math.Max(FirstLength, (int)BitOperations.RoundUpToPowerOf2((uint)length))];
            reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(items.AsSpan(0, length)));
            _pages.Add(new(items, 0));
        }
        return this;
    }

    /// <summary>Goes on with moves that were not made before a checkpoint.</summary>
    public void Resume()
    {
        for (var i = 0; i < _pages.Count - pagesInMemory; i++)
        {
            var full = i;
            if (_pages[i].Items is not null) scratch.MoveLater(() => Move(full));
        }
    }

    private void BeginPage()
    {
        _pages.Add(new(new T[_pages.Count == 0 ? FirstLength : PageLength], 0));
        var full = _pages.Count - 1 - pagesInMemory;
        if (full >= 0) scratch.MoveLater(() => Move(full));
    }

    private void Move(int number)
    {
        T[] items;
        lock (_gate) items = _pages[number].Items!;
        // It is full, and what sets an item in it is this thread.
        var offset = _file.Append(MemoryMarshal.AsBytes<T>(items));
        lock (_gate) _pages[number] = new(null, offset);
    }

    /// <summary>Items in memory, or where they begin in the file.</summary>
    private readonly record struct Page(T[]? Items, long Offset)
    {
        public long OffsetOf(int place) => Offset + (long)place * Unsafe.SizeOf<T>();
    }
}
