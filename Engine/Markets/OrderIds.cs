using System.Globalization;

namespace TradingOps.Engine.Markets;

/// <summary>
/// Ids as the outside sees them: an order is <c>AAPL-1042</c>, the exits of a bracket that it entered <c>AAPL-1042T</c> (takes
/// the profit) and <c>AAPL-1042S</c> (stops the loss), its first trade <c>AAPL-1042-1</c>.
/// </summary>
public static class OrderIds
{
    // Above any sequence, so that the exits of a record share its number without sharing its id.
    private const long StopLoss = 1L << 60;
    private const long TakeProfit = 1L << 61;

    /// <summary>The number of the order that takes the profit of the order of a record.</summary>
    public static long TakeProfitOf(long number) => number | TakeProfit;

    /// <summary>The number of the order that stops the loss of the order of a record.</summary>
    public static long StopLossOf(long number) => number | StopLoss;

    /// <summary>Whether a number is that of an order that stops a loss.</summary>
    public static bool IsStopLoss(long number) => (number & StopLoss) != 0;

    /// <summary>The record that entered the order of a number.</summary>
    public static long RecordOf(long number) => number & (StopLoss - 1);

    /// <summary>The id of the order that record <paramref name="number"/> of a symbol entered, or of an exit of it.</summary>
    public static string Format(string symbol, long number)
    {
        var exit = (number & TakeProfit) != 0 ? "T" : (number & StopLoss) != 0 ? "S" : "";
        return string.Create(CultureInfo.InvariantCulture, $"{symbol}-{RecordOf(number)}{exit}");
    }

    /// <summary>The id of a trade: the record that caused it, and its place among that record's trades.</summary>
    public static string FormatTrade(string symbol, long sequence, int trade) =>
        string.Create(CultureInfo.InvariantCulture, $"{symbol}-{sequence}-{trade}");

    /// <summary>Takes an order id apart; false if it is not of that form.</summary>
    public static bool TryParse(string id, out string symbol, out long number)
    {
        var exit = id.EndsWith('T') ? TakeProfit : id.EndsWith('S') ? StopLoss : 0;
        var dash = id.LastIndexOf('-');
        symbol = dash > 0 ? id[..dash] : "";
        number = 0;
        if (dash <= 0 || !TryParseNumber(id.AsSpan(dash + 1, id.Length - dash - (exit == 0 ? 1 : 2)), out number)) return false;
        number |= exit;
        return true;
    }

    /// <summary>Takes a trade id apart; false if it is not of that form.</summary>
    public static bool TryParseTrade(string id, out string symbol, out long sequence, out int trade)
    {
        (symbol, sequence, trade) = ("", 0, 0);
        var dash = id.LastIndexOf('-');
        if (dash <= 0 || !TryParseNumber(id.AsSpan(dash + 1), out var place) || place > int.MaxValue) return false;
        trade = (int)place;
        dash = id.LastIndexOf('-', dash - 1);
        if (dash <= 0 || !TryParseNumber(id.AsSpan(dash + 1, id.LastIndexOf('-') - dash - 1), out sequence)) return false;
        symbol = id[..dash];
        return true;
    }

    private static bool TryParseNumber(ReadOnlySpan<char> text, out long number) =>
        long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number)
        && number is > 0 and < StopLoss && text[0] != '0';
}
