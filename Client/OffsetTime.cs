using System.Globalization;
using System.Text.RegularExpressions;

namespace TradingOps.Client;

/// <summary>
/// Times of requests: RFC 3339 with an offset or Z. Without one a time would mean what the time zone of the front says.
/// </summary>
internal static partial class OffsetTime
{
    /// <summary>What is allowed, for a person.</summary>
    public const string Allowed = "a time with an offset, such as 2026-01-05T14:30:00Z";

    /// <summary>Reads a time; digits beyond those that are kept are left out.</summary>
    public static bool TryParse(string? text, out DateTimeOffset time)
    {
        time = default;
        if (text is null || Form().Match(text) is not { Success: true } match) return false;
        var whole = $"{match.Groups["time"].Value}{match.Groups["part"].Value}{match.Groups["offset"].Value}".ToUpperInvariant();
        return DateTimeOffset.TryParseExact(
            whole, "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal, out time);
    }

    [GeneratedRegex(
        @"^(?<time>\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d)(?<part>\.\d{1,7})?\d{0,9}(?<offset>[Zz]|[+-]\d\d:\d\d)\z",
        RegexOptions.ExplicitCapture)]
    private static partial Regex Form();
}
