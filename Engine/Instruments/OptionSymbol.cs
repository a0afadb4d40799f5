using System.Globalization;

namespace TradingOps.Engine.Instruments;

/// <summary>
/// An option by its OSI symbol: root, expiry (YYMMDD), C or P, strike times 1000 in eight digits. It is read from the right, so
/// that the root may have any length up to six, and may be padded with spaces to six.
/// </summary>
/// <param name="Root">Mostly the underlying; 1 to 6 upper-case letters and digits.</param>
/// <param name="Expiry">Last trading day, 2000 to 2099.</param>
/// <param name="Right">Call or put.</param>
/// <param name="Strike">In currency; a positive multiple of 0.001 below 100,000.</param>
public sealed record OptionSymbol(string Root, DateOnly Expiry, OptionRight Right, decimal Strike)
{
    private const int RootLength = 6;
    private const int TailLength = 15;
    private const int StrikeDigits = 8;
    private const decimal StrikeScale = 1000;
    private const decimal StrikeEnd = 100_000;

    /// <summary>Reads the compact or the padded form; null, with what is wrong, if it is neither.</summary>
    public static OptionSymbol? Parse(string text, out string? error)
    {
        error = null;
        if (text.Length <= TailLength || text.Length > RootLength + TailLength)
            return Wrong(text, "has not 16 to 21 characters", out error);
        var (root, tail) = (text[..^TailLength], text[^TailLength..]);
        var padded = root.TrimEnd(' ');
        if (padded.Length != root.Length && root.Length != RootLength)
            return Wrong(text, "is padded to something else than six characters of root", out error);
        if (!IsRoot(padded)) return Wrong(text, $"has the root '{padded}'", out error);
        if (!DateOnly.TryParseExact(
            "20" + tail[..6], "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var expiry))
            return Wrong(text, $"has the expiry '{tail[..6]}', which is no date", out error);
        if (tail[6] is not ('C' or 'P')) return Wrong(text, $"has '{tail[6]}' where C or P stands", out error);
        if (!tail[7..].All(char.IsAsciiDigit)) return Wrong(text, $"has the strike '{tail[7..]}'", out error);
        var strike = long.Parse(tail[7..], CultureInfo.InvariantCulture) / StrikeScale;
        if (strike == 0) return Wrong(text, "has a strike of 0", out error);
        return new(padded, expiry, tail[6] == 'C' ? OptionRight.Call : OptionRight.Put, strike);
    }

    /// <summary>A symbol as it is used here: that of an option without spaces, any other as it is.</summary>
    public static string WithoutPadding(string symbol) =>
        symbol.Contains(' ', StringComparison.Ordinal) ? Parse(symbol, out _)?.ToCompact() ?? symbol : symbol;

    /// <summary>
    /// The form without spaces, which is the symbol here. <see cref="ArgumentException"/> if a part has no form.
    /// </summary>
    public string ToCompact() => Checked() + Tail();

    private string Checked()
    {
        if (!IsRoot(Root)) throw new ArgumentException($"'{Root}' is no root of an option");
        if (Expiry.Year is < 2000 or > 2099) throw new ArgumentException($"{Expiry} has no two digits of a year");
        if (Strike <= 0 || Strike >= StrikeEnd || Strike * StrikeScale % 1 != 0)
            throw new ArgumentException($"a strike of {Strike} has no eight digits");
        return Root;
    }

    private string Tail() => Expiry.ToString("yyMMdd", CultureInfo.InvariantCulture) + (Right == OptionRight.Call ? 'C' : 'P')
        + ((long)(Strike * StrikeScale)).ToString(CultureInfo.InvariantCulture).PadLeft(StrikeDigits, '0');

    private static bool IsRoot(string root) => root.Length is > 0 and <= RootLength
        && root.All(c => char.IsAsciiLetterUpper(c) || char.IsAsciiDigit(c));

    private static OptionSymbol? Wrong(string text, string what, out string? error)
    {
        error = $"option symbol '{text}' {what}";
        return null;
    }
}
