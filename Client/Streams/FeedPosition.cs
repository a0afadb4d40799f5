using System.Globalization;

namespace TradingOps.Client.Streams;

/// <summary>A place in a journal: everything up to and with event <paramref name="Place"/> of a record.</summary>
/// <param name="Sequence">The record.</param>
/// <param name="Place">The event within it; <see cref="Whole"/> for all of them.</param>
internal readonly record struct FeedPosition(long Sequence, int Place = FeedPosition.Whole) : IComparable<FeedPosition>
{
    public const int Whole = int.MaxValue;

    /// <summary>The last record that was sent as a whole.</summary>
    public long LastWhole => Place == Whole ? Sequence : Sequence - 1;

    public static bool operator <=(FeedPosition a, FeedPosition b) => a.CompareTo(b) <= 0;

    public static bool operator >=(FeedPosition a, FeedPosition b) => a.CompareTo(b) >= 0;

    public static bool operator <(FeedPosition a, FeedPosition b) => a.CompareTo(b) < 0;

    public static bool operator >(FeedPosition a, FeedPosition b) => a.CompareTo(b) > 0;

    /// <summary>Reads what <see cref="ToString"/> writes.</summary>
    public static bool TryParse(ReadOnlySpan<char> text, out FeedPosition position)
    {
        position = default;
        var place = Whole;
        var dot = text.IndexOf('.');
        if (dot >= 0
            && !int.TryParse(text[(dot + 1)..], NumberStyles.None, CultureInfo.InvariantCulture, out place)) return false;
        if (!long.TryParse(dot < 0 ? text : text[..dot], NumberStyles.None, CultureInfo.InvariantCulture, out var sequence))
            return false;
        // Before the first record there is no event.
        if (sequence == 0 && dot >= 0) return false;
        position = new(sequence, place);
        return true;
    }

    public int CompareTo(FeedPosition other) =>
        Sequence != other.Sequence ? Sequence.CompareTo(other.Sequence) : Place.CompareTo(other.Place);

    public override string ToString() => Place == Whole
        ? Sequence.ToString(CultureInfo.InvariantCulture)
        : string.Create(CultureInfo.InvariantCulture, $"{Sequence}.{Place}");
}
