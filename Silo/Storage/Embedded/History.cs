namespace TradingOps.Silo.Storage.Embedded;

/// <summary>
/// Things in the order in which they happened, by account and by symbol. Not thread-safe.
/// </summary>
internal sealed class History<T>
{
    private readonly List<Entry> _all = [];
    private readonly Dictionary<string, List<Entry>> _byAccount = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<Entry>> _bySymbol = new(StringComparer.Ordinal);

    /// <summary>Adds what happened last, and returns its place among all: 0, 1, 2, ...</summary>
    public int Add(T item, string symbol, string account)
    {
        var entry = new Entry(_all.Count, item);
        _all.Add(entry);
        ListOf(_bySymbol, symbol).Add(entry);
        ListOf(_byAccount, account).Add(entry);
        return entry.Place;
    }

    /// <summary>What was added last concerns this account too.</summary>
    public void AddLastTo(string account) => ListOf(_byAccount, account).Add(_all[^1]);

    /// <summary>The place of a thing among those of a symbol, which happened in this order; null if it is not there.</summary>
    public int? PlaceOf(string symbol, T item, IComparer<T> order)
    {
        if (!_bySymbol.TryGetValue(symbol, out var entries)) return null;
        var index = entries.BinarySearch(
            new(0, item), Comparer<Entry>.Create((a, b) => order.Compare(a.Item, b.Item)));
        return index < 0 ? null : entries[index].Place;
    }

    /// <summary>What happened before a place, newest first: of one account, else of one symbol, else all of it.</summary>
    public IEnumerable<T> NewestFirst(string? account, string? symbol, int before)
    {
        var entries = account is not null ? _byAccount.GetValueOrDefault(account, [])
            : symbol is not null ? _bySymbol.GetValueOrDefault(symbol, [])
            : _all;
        var end = before >= _all.Count ? entries.Count : entries.BinarySearch(new(before, default!), Entry.ByPlace);
        for (var i = (end < 0 ? ~end : end) - 1; i >= 0; i--) yield return entries[i].Item;
    }

    private static List<Entry> ListOf(Dictionary<string, List<Entry>> lists, string key)
    {
        if (!lists.TryGetValue(key, out var list)) lists.Add(key, list = []);
        return list;
    }

    private readonly record struct Entry(int Place, T Item)
    {
        public static readonly Comparer<Entry> ByPlace = Comparer<Entry>.Create((a, b) => a.Place.CompareTo(b.Place));
    }
}
