using System.Text;
using TradingOps.Engine.MarketData.Recordings;
using TradingOps.Grains.MarketData.Recordings;

namespace TradingOps.Grains.Tests.MarketData;

/// <summary>Trades and quotes of CSV files.</summary>
public sealed class CsvRecordingTests
{
    private const string Stock = "AAPL";

    [Fact]
    public void Csv_is_read_by_the_names_of_its_columns()
    {
        const string Trades = """
            ts,Ticker,px,size,venue
            2026-11-27T14:30:00.123456Z,AAPL,187.40,100,Q
            1795789800,MSFT,"402.5",1,"a, b"
            1795789800123,AAPL,187.4,0,Q

            noon,AAPL,187.4,1,Q
            1795789800123456,AAPL,187.4,1
            1795789800123456789,AAPL,187.405,0.5,Q
            """;
        var columns = new CsvColumns { Time = "ts", Symbol = "ticker", Price = "px", Quantity = "size" };
        using var recording = new CsvRecording(Bytes(Trades), "", columns);
        Assert.Equal([
            "2 Trade AAPL 187.40 x 100 at 1795789800123456", "3 Trade MSFT 402.5 x 1 at 1795789800000000",
            "line 4 has no quantity above 0 in '0'", "line 6 has no time in 'noon'",
            "line 7 has 4 fields, and the header has 5", "8 Trade AAPL 187.405 x 0.5 at 1795789800123456"], Seen(recording));
    }

    [Fact]
    public void Csv_of_quotes_has_sides_without_a_quote()
    {
        const string Quotes = """
            time,bid,ask,bid_size
            1795789800,187.39,187.41,500
            1795789801,,187.41,
            1795789802,187.42,187.41,100
            1795789803,x,187.41,100
            1795789804,1,2,-1
            """;
        using var recording = new CsvRecording(Bytes(Quotes), Stock, new());
        Assert.Equal([
            "2 Quote AAPL 187.39 x 500 to 187.41 x 0", "3 Quote AAPL  x 0 to 187.41 x 0",
            "line 4 has a bid of 187.42 above the ask of 187.41", "line 5 has no bid in 'x'",
            "line 6 has a size that is no number of 0 or more"], Seen(recording));
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("price,qty\n", "has no column 'time'")]
    [InlineData("time,qty\n", "has neither 'price' nor 'bid' and 'ask'")]
    [InlineData("time,price\n", "has no column 'qty'")]
    public void Csv_without_what_is_needed_is_refused(string text, string fault)
    {
        var wrong = Assert.Throws<FormatException>(() => new CsvRecording(Bytes(text), Stock, new()));
        Assert.Contains(fault, wrong.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Csv_without_symbols_needs_one()
    {
        var wrong = Assert.Throws<FormatException>(() => new CsvRecording(Bytes("time,price,qty\n"), "", new()));
        Assert.Contains("no symbol was given", wrong.Message, StringComparison.Ordinal);
    }

    private static List<string> Seen(Recording recording)
    {
        var seen = new List<string>();
        for (ReadOutcome outcome; (outcome = recording.Read(out var e)) != ReadOutcome.End;)
            seen.Add(outcome == ReadOutcome.Bad ? recording.Fault!
                : e.Kind == RecordedEventKind.Quote
                    ? Inv($"{recording.Place} Quote {e.Symbol} {e.Price} x {e.Quantity} to {e.Ask} x {e.AskQuantity}")
                : Inv($"{recording.Place} {e.Kind} {e.Symbol} {e.Price} x {e.Quantity} at {e.Time}"));
        return seen;
    }

    private static string Inv(FormattableString text) => FormattableString.Invariant(text);

    private static MemoryStream Bytes(string text) => new(Encoding.UTF8.GetBytes(text));
}
