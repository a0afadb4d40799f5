using System.Buffers.Text;
using System.Globalization;
using System.Text;

namespace TradingOps.Client;

/// <summary>Numbers of requests: one that a decimal does not hold to its last digit is no number.</summary>
internal static class ExactNumber
{
    // So many characters hold no more digits than a decimal, before or behind the point.
    private const int SurelyExact = 28;

    /// <summary>What is allowed, for a person.</summary>
    public const string Allowed = "a number of at most 28 digits";

    /// <summary>Reads a number as JSON writes it; false if it is invalid, or too long to be held exactly.</summary>
    public static bool TryParse(ReadOnlySpan<byte> text, out decimal number) =>
        Utf8Parser.TryParse(text, out number, out int read) && read == text.Length
        && ((text.Length <= SurelyExact && text.IndexOfAny("eE"u8) < 0)
            || DigitsOf(Encoding.UTF8.GetString(text)) == DigitsOf(number.ToString(CultureInfo.InvariantCulture)));

    /// <summary>The digits from the first to the last that is not 0, and the power of ten of the last one.</summary>
    private static (string Digits, long Exponent) DigitsOf(string number)
    {
        var mark = number.IndexOfAny(['e', 'E']);
        var mantissa = mark < 0 ? number : number[..mark];
        var exponent = mark < 0 ? 0 : long.Parse(number[(mark + 1)..], CultureInfo.InvariantCulture);
        var point = mantissa.IndexOf('.', StringComparison.Ordinal);
        if (point >= 0) exponent -= mantissa.Length - point - 1;
        var all = mantissa.Replace(".", "", StringComparison.Ordinal).TrimStart('-', '+', '0');
        var digits = all.TrimEnd('0');
        return digits.Length == 0 ? ("", 0) : (digits, exponent + all.Length - digits.Length);
    }
}
