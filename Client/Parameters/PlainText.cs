using System.Globalization;
using System.Text;

namespace TradingOps.Client.Parameters;

/// <summary>Free text of callers, as it is stored and shown to others.</summary>
internal static class PlainText
{
    /// <summary>
    /// Text without what can disguise it: each control character, a line feed too, becomes a space, and characters that show
    /// nothing themselves, such as those that turn the direction of the text, are left out. Spaces at both ends go. Null stays.
    /// </summary>
    public static string? Clean(string? text)
    {
        if (text is null || !text.EnumerateRunes().Any(IsDisguise)) return text?.Trim();
        var cleaned = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (!IsDisguise(rune)) cleaned.Append(rune);
            else if (Rune.GetUnicodeCategory(rune) != UnicodeCategory.Format) cleaned.Append(' ');
        }
        return cleaned.ToString().Trim();
    }

    private static bool IsDisguise(Rune rune) => Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.Control or UnicodeCategory.Format
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
