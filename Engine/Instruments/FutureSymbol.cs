namespace TradingOps.Engine.Instruments;

/// <summary>
/// A future by its symbol: root, month code (FGHJKMNQUVXZ for January to December) and the last digit of the year, or the last
/// two. The digit comes round every ten years, so the full expiry is stored with the instrument.
/// </summary>
/// <param name="Root">1 to 5 upper-case letters and digits, such as ES, 6E and 10Y.</param>
/// <param name="Month">1 to 12.</param>
/// <param name="YearDigit">0 to 9.</param>
public sealed record FutureSymbol(string Root, int Month, int YearDigit)
{
    private const string MonthCodes = "FGHJKMNQUVXZ";
    private const int MaxRootLength = 5;
    private const int Decade = 10;

    /// <summary>Reads a symbol; null, with what is wrong, if it is invalid.</summary>
    public static FutureSymbol? Parse(string text, out string? error)
    {
        error = null;
        if (text.Length < 3) return Wrong(text, "has not 3 characters or more", out error);
        if (!char.IsAsciiDigit(text[^1]))
            return Wrong(text, $"has '{text[^1]}' where the last digit of the year stands", out error);
        // A month code is a letter: a digit before the last one belongs to the year.
        var name = char.IsAsciiDigit(text[^2]) ? text[..^2] : text[..^1];
        var (root, code) = (name[..^1], name[^1]);
        var month = MonthCodes.IndexOf(code, StringComparison.Ordinal) + 1;
        if (month == 0) return Wrong(text, $"has '{code}' where one of {MonthCodes} stands", out error);
        return root.Length is > 0 and <= MaxRootLength && root.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c))
            ? new(root, month, text[^1] - '0')
            : Wrong(text, $"has the root '{root}', which is not 1 to {MaxRootLength} upper-case letters and digits", out error);
    }

    /// <summary>The symbol of a root that expires on a day of a month.</summary>
    public static FutureSymbol Of(string root, DateOnly expiry) => new(root, expiry.Month, expiry.Year % Decade);

    /// <summary>
    /// Whether a day is within the month that the symbol names, in whatever decade, or within the month before: crude oil trades
    /// until a month before its delivery.
    /// </summary>
    public bool Names(DateOnly expiry) => IsOf(expiry) || (expiry.Year < DateOnly.MaxValue.Year && IsOf(expiry.AddMonths(1)));

    private bool IsOf(DateOnly day) => day.Month == Month && day.Year % Decade == YearDigit;

    /// <summary>The symbol.</summary>
    public override string ToString() => $"{Root}{MonthCodes[Month - 1]}{YearDigit}";

    private static FutureSymbol? Wrong(string text, string what, out string? error)
    {
        error = $"futures symbol '{text}' {what}";
        return null;
    }
}
