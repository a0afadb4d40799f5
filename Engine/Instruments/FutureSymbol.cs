namespace TradingOps.Engine.Instruments;

/// <summary>
/// A future by its symbol: root, month code (FGHJKMNQUVXZ for January to December) and last digit of the year. The digit comes
/// round every ten years, so the full expiry is stored with the instrument.
/// </summary>
/// <param name="Root">1 to 5 upper-case letters and digits, beginning with a letter.</param>
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
        if (text.Length is < 3 or > MaxRootLength + 2) return Wrong(text, "has not 3 to 7 characters", out error);
        var root = text[..^2];
        if (!char.IsAsciiLetterUpper(root[0]) || !root.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c)))
            return Wrong(text, $"has the root '{root}'", out error);
        var month = MonthCodes.IndexOf(text[^2], StringComparison.Ordinal) + 1;
        if (month == 0) return Wrong(text, $"has '{text[^2]}' where one of {MonthCodes} stands", out error);
        return char.IsAsciiDigit(text[^1])
            ? new(root, month, text[^1] - '0')
            : Wrong(text, $"has '{text[^1]}' where the last digit of the year stands", out error);
    }

    /// <summary>The symbol of a root that expires on a day of a month.</summary>
    public static FutureSymbol Of(string root, DateOnly expiry) => new(root, expiry.Month, expiry.Year % Decade);

    /// <summary>Whether a day is within the month that the symbol names, in whatever decade.</summary>
    public bool Names(DateOnly expiry) => expiry.Month == Month && expiry.Year % Decade == YearDigit;

    /// <summary>The symbol.</summary>
    public override string ToString() => $"{Root}{MonthCodes[Month - 1]}{YearDigit}";

    private static FutureSymbol? Wrong(string text, string what, out string? error)
    {
        error = $"futures symbol '{text}' {what}";
        return null;
    }
}
