using System.Text;

namespace TradingOps.Client.Streams;

/// <summary>
/// How far a stream's reader has come in every journal that it follows; as text it is the <c>id</c> of an event, which any front
/// can resume from.
/// </summary>
internal sealed class StreamCursor
{
    private readonly SortedDictionary<string, FeedPosition> _positions = new(StringComparer.Ordinal);

    /// <summary>The position in one journal, or null if it was not followed.</summary>
    public FeedPosition? this[string key]
    {
        get => _positions.TryGetValue(key, out var position) ? position : null;
        set => _positions[key] = value!.Value;
    }

    /// <summary>The journals that it has a position in.</summary>
    public IEnumerable<string> Keys => _positions.Keys;

    /// <summary>Where it names no place in a journal, that is the journal's beginning.</summary>
    public void BeginAt(IEnumerable<string> keys)
    {
        foreach (var key in keys) _positions.TryAdd(key, new(0));
    }

    /// <summary>Reads what <see cref="ToString"/> writes; null if it is not that.</summary>
    public static StreamCursor? TryParse(string text)
    {
        var cursor = new StreamCursor();
        foreach (var part in text.Split(','))
        {
            var equals = part.LastIndexOf('=');
            if (equals <= 0 || !FeedPosition.TryParse(part.AsSpan(equals + 1), out var position)
                || !cursor._positions.TryAdd(part[..equals], position)) return null;
        }
        return cursor._positions.Count == 0 ? null : cursor;
    }

    /// <summary><c>AAPL=1042.3,MSFT=77</c></summary>
    public override string ToString()
    {
        var text = new StringBuilder(16 * _positions.Count);
        foreach (var (key, position) in _positions)
        {
            if (text.Length > 0) text.Append(',');
            text.Append(key).Append('=').Append(position);
        }
        return text.ToString();
    }
}
