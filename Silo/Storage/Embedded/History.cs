namespace TradingOps.Silo.Storage.Embedded;

/// <summary>
/// Things in the order in which they happened, by account and by symbol. A thing is held once, and named by its place among all
/// elsewhere: what is held for ever is looked at by the collector again and again. Not thread-safe.
/// </summary>
internal sealed class History<T>
{
    private readonly List<T> _all = [];
    private readonly Dictionary<string, List<int>> _byAccount = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<int>> _bySymbol = new(StringComparer.Ordinal);

    /// <summary>What happened at a place.</summary>
    public T this[int place] => _all[place];

    /// <summary>Adds what happened last, and returns its place among all: 0, 1, 2, ...</summary>
    public int Add(T item, string symbol, string account)
    {
        var place = _all.Count;
        _all.Add(item);
        PlacesOf(_bySymbol, symbol).Add(place);
        PlacesOf(_byAccount, account).Add(place);
        return place;
    }

    /// <summary>What was added last concerns this account too.</summary>
    public void AddLastTo(string account) => PlacesOf(_byAccount, account).Add(_all.Count - 1);

    /// <summary>The place of a thing among those of a symbol, which happened in this order; null if it is not there.</summary>
    public int? PlaceOf(string symbol, T item, IComparer<T> order)
    {
        if (!_bySymbol.TryGetValue(symbol, out var places)) return null;
        var (low, high) = (0, places.Count - 1);
        while (low <= high)
        {
            var middle = low + (high - low) / 2;
            var compared = order.Compare(_all[places[middle]], item);
            if (compared == 0) return places[middle];
            if (compared < 0) low = middle + 1;
            else high = middle - 1;
        }
        return null;
    }

    /// <summary>What happened before a place, newest first: of one account, else of one symbol, else all of it.</summary>
    public IEnumerable<T> NewestFirst(string? account, string? symbol, int before)
    {
        var places = account is not null ? _byAccount.GetValueOrDefault(account, [])
            : symbol is not null ? _bySymbol.GetValueOrDefault(symbol, [])
            : null;
        var end = Math.Min(before, _all.Count);
        if (places is null)
        {
            for (var place = end - 1; place >= 0; place--) yield return _all[place];
            yield break;
        }
        var found = places.BinarySearch(end);
        for (var i = (found < 0 ? ~found : found) - 1; i >= 0; i--) yield return _all[places[i]];
    }

    private static List<int> PlacesOf(Dictionary<string, List<int>> lists, string key)
    {
        if (!lists.TryGetValue(key, out var list)) lists.Add(key, list = []);
        return list;
    }
}
