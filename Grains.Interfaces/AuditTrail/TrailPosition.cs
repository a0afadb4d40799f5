using System.Globalization;

namespace TradingOps.Grains.AuditTrail;

/// <summary>The last record that a page has looked at. Records are in the order of time, then stream, then sequence.</summary>
/// <param name="Time">Its time, microseconds since the Unix epoch.</param>
/// <param name="Sequence">Its sequence in its stream.</param>
/// <param name="Stream">Its stream in the journal.</param>
[GenerateSerializer, Immutable]
[Alias("tradingops.trail-position")]
public sealed record TrailPosition(long Time, long Sequence, string Stream)
{
    private const int Parts = 3;

    /// <summary>Reads what <see cref="ToString"/> writes; null if it is something else.</summary>
    public static TrailPosition? TryParse(string text) =>
        text.Split('-', Parts) is [var time, var sequence, { Length: > 0 } stream]
        && long.TryParse(time, NumberStyles.None, CultureInfo.InvariantCulture, out var at)
        && long.TryParse(sequence, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? new(at, number, stream)
            : null;

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Time}-{Sequence}-{Stream}");
}
