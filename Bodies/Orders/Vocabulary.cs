using System.Collections.Frozen;

namespace TradingOps.Bodies.Orders;

/// <summary>A closed set of words, each with its value: read in any case, written in one.</summary>
internal sealed class Vocabulary<T> where T : struct, Enum
{
    private readonly FrozenDictionary<string, T> _values;
    private readonly FrozenDictionary<T, string> _words;

    public Vocabulary(params IEnumerable<(string Word, T Value)> words)
    {
        Words = [.. words.Select(w => w.Word)];
        _values = words.ToFrozenDictionary(w => w.Word, w => w.Value, StringComparer.OrdinalIgnoreCase);
        _words = words.ToFrozenDictionary(w => w.Value, w => w.Word);
    }

    /// <summary>The word of a value.</summary>
    public string this[T value] => _words[value];

    /// <summary>The words.</summary>
    public IReadOnlyList<string> Words { get; }

    /// <summary>Why a word is not valid.</summary>
    /// <param name="field">The field or parameter that has it.</param>
    /// <param name="word">The word.</param>
    public string Explain(string field, string? word) =>
        $"{field} '{Excerpt.Of(word)}' is not one of {string.Join(", ", Words)}";

    /// <summary>The value of a word in any case, or the default if there is no word; false for an unknown word.</summary>
    public bool TryRead(string? word, T otherwise, out T value)
    {
        value = otherwise;
        return word is null || _values.TryGetValue(word, out value);
    }
}
