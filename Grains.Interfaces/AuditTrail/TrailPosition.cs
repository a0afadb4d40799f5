using System.Collections.Immutable;
using System.Globalization;

namespace TradingOps.Grains.AuditTrail;

/// <summary>How far a page has read each of its streams.</summary>
/// <param name="Read">The sequence of the last record that was read, by stream; 0 before the first.</param>
[GenerateSerializer, Immutable]
[Alias("tradingops.trail-position")]
public sealed record TrailPosition(ImmutableSortedDictionary<string, long> Read)
{
    private const char Next = ',';
    private const char Of = '-';

    /// <summary>Reads what <see cref="ToString"/> writes; null if it is something else.</summary>
    public static TrailPosition? TryParse(string text)
    {
        var read = ImmutableSortedDictionary.CreateBuilder<string, long>(StringComparer.Ordinal);
        foreach (var place in text.Split(Next))
        {
            if (place.Split(Of, 2) is not [var number, { Length: > 0 } stream]
                || !long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var sequence)) return null;
            read[Uri.UnescapeDataString(stream)] = sequence;
        }
        return new(read.ToImmutable());
    }

    /// <inheritdoc/>
    public override string ToString() => string.Join(
        Next, Read.Select(r => string.Create(CultureInfo.InvariantCulture, $"{r.Value}{Of}{Uri.EscapeDataString(r.Key)}")));
}
