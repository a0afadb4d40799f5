using System.Collections.Concurrent;
using TradingOps.Grains.Journaling;
using TradingOps.Silo.Storage.Embedded.Scratch;

namespace TradingOps.Silo.Storage.Embedded;

/// <summary>
/// Things in the order in which they happened, by account and by symbol. A thing is held once, and named by its place among all
/// elsewhere. Added to by one thread, read by many.
/// </summary>
/// <param name="scratch">Where all but the newest is.</param>
/// <param name="pagesInMemory">Pages of things that stay in memory.</param>
/// <param name="isChanged">Whether things are put in places.</param>
internal sealed class History<T>(ScratchStore scratch, int pagesInMemory = 1, bool isChanged = false) where T : unmanaged
{
    private const int SliceLength = 128;
    private const int ReadAtOnce = 8192;

    private readonly PagedList<T> _all = new(scratch, pagesInMemory, isChanged);
    private readonly ConcurrentDictionary<string, PagedList<Entry>> _byAccount = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<string, PagedList<Entry>> _bySymbol = new(StringComparer.Ordinal);

    /// <summary>How many things happened.</summary>
    public int Count => _all.Count;

    /// <summary>What happened at a place.</summary>
    public T this[int place] => _all[place];

    /// <summary>Adds what happened last, and returns its place among all: 0, 1, 2, ...</summary>
    /// <param name="item">What happened.</param>
    /// <param name="symbol">In which symbol, with its number.</param>
    /// <param name="accounts">The accounts concerned.</param>
    public int Add(T item, (string Name, int Number) symbol, params ReadOnlySpan<string> accounts)
    {
        var entry = new Entry(_all.Count, symbol.Number);
        _all.Add(item);
        ListOf(_bySymbol, symbol.Name).Add(entry);
        foreach (var account in accounts) ListOf(_byAccount, account).Add(entry);
        return entry.Place;
    }

    /// <summary>Puts another thing in a place. Only within a move of the scratch store.</summary>
    public void Set(int place, T item) => _all.Set(place, item);

    /// <summary>The place of the first thing of a symbol that does not come before another; null if there is none.</summary>
    public int? FirstPlace(string symbol, Func<T, bool> isBefore)
    {
        if (!_bySymbol.TryGetValue(symbol, out var entries)) return null;
        var index = entries.CountWhile(e => isBefore(_all[e.Place]));
        return index < entries.Count ? entries[index].Place : null;
    }

    /// <summary>How many things are of one account, else of one symbol, else at all.</summary>
    public int CountOf(string? account, string? symbol) =>
        account is null && symbol is null ? Count : EntriesOf(account, symbol)?.Count ?? 0;

    /// <summary>Places before a place, newest first: of one account, of one symbol (with its number), of both, or all.</summary>
    public IEnumerable<int> NewestFirst(string? account, (string Name, int Number)? symbol, int before)
    {
        if (account is null && symbol is null)
        {
            for (var place = Math.Min(before, Count) - 1; place >= 0; place--) yield return place;
            yield break;
        }
        if (EntriesOf(account, symbol?.Name) is not { } entries) yield break;
        var slice = new Entry[SliceLength];
        var end = before >= Count ? entries.Count : entries.CountWhile(e => e.Place < before);
        while (end > 0)
        {
            var start = Math.Max(0, end - SliceLength);
            entries.Read(start, slice.AsSpan(0, end - start));
            for (var i = end - start - 1; i >= 0; i--)
                if (symbol is not { } only || slice[i].Symbol == only.Number)
                    yield return slice[i].Place;
            end = start;
        }
    }

    /// <summary>All things in their order. <see cref="JournalException"/> if they cannot be read.</summary>
    public IEnumerable<T> ReadAll()
    {
        var slice = new T[ReadAtOnce];
        for (var from = 0; _all.Read(from, slice) is var read and > 0; from += read)
            for (var i = 0; i < read; i++)
                yield return slice[i];
    }

    /// <summary>Writes where everything is. By the thread that adds.</summary>
    public void WriteTo(BinaryWriter writer)
    {
        _all.WriteTo(writer);
        foreach (var lists in (ConcurrentDictionary<string, PagedList<Entry>>[])[_byAccount, _bySymbol])
        {
            writer.Write(lists.Count);
            foreach (var (key, list) in lists)
            {
                writer.Write(key);
                list.WriteTo(writer);
            }
        }
    }

    /// <summary>Reads what <see cref="WriteTo"/> wrote into an empty history; <see cref="Resume"/> is to follow.</summary>
    public void ReadFrom(BinaryReader reader)
    {
        _all.ReadFrom(reader);
        foreach (var lists in (ConcurrentDictionary<string, PagedList<Entry>>[])[_byAccount, _bySymbol])
            for (var left = reader.ReadInt32(); left > 0; left--)
                ListOf(lists, reader.ReadString()).ReadFrom(reader);
    }

    /// <summary>Goes on with moves that were not made before a checkpoint.</summary>
    public void Resume()
    {
        _all.Resume();
        foreach (var list in _byAccount.Values.Concat(_bySymbol.Values)) list.Resume();
    }

    /// <summary>Places behind a place, oldest first: of one account, of one symbol (with its number), of both, or all.</summary>
    public IEnumerable<int> OldestFirst(string? account, (string Name, int Number)? symbol, int after)
    {
        if (account is null && symbol is null)
        {
            for (var place = after + 1; place < Count; place++) yield return place;
            yield break;
        }
        if (EntriesOf(account, symbol?.Name) is not { } entries) yield break;
        var slice = new Entry[SliceLength];
        var start = entries.CountWhile(e => e.Place <= after);
        while (entries.Read(start, slice) is > 0 and var count)
        {
            for (var i = 0; i < count; i++)
                if (symbol is not { } only || slice[i].Symbol == only.Number)
                    yield return slice[i].Place;
            start += count;
        }
    }

    private PagedList<Entry>? EntriesOf(string? account, string? symbol) =>
        account is not null ? _byAccount.GetValueOrDefault(account) : _bySymbol.GetValueOrDefault(symbol!);

    private PagedList<Entry> ListOf(ConcurrentDictionary<string, PagedList<Entry>> lists, string key) =>
        lists.TryGetValue(key, out var list) ? list : lists.GetOrAdd(key, new PagedList<Entry>(scratch));

    private readonly record struct Entry(int Place, int Symbol);
}
