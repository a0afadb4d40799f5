namespace TradingOps.Client.Orders;

/// <summary>A closed set of words, each with its value.</summary>
internal sealed class Vocabulary<T> where T : struct, Enum
{
    private readonly Dictionary<string, T> _values;
    private readonly Dictionary<T, string> _words;

    public Vocabulary(params (string Word, T Value)[] words)
    {
        _values = words.ToDictionary(w => w.Word, w => w.Value, StringComparer.Ordinal);
        _words = words.ToDictionary(w => w.Value, w => w.Word);
    }

    /// <summary>The word of a value.</summary>
    public string this[T value] => _words[value];

    /// <summary>The words.</summary>
    public IEnumerable<string> Words => _values.Keys;

    /// <summary>The words, for an error message.</summary>
    public string All => string.Join(", ", _values.Keys);

    /// <summary>The value of a word, or the default where there is none; false if the word is not known.</summary>
    public bool TryRead(string? word, T otherwise, out T value)
    {
        value = otherwise;
        return word is null || _values.TryGetValue(word, out value);
    }
}
