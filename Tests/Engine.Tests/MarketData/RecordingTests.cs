using System.Buffers.Binary;
using System.Text;
using TradingOps.Engine.Books;
using TradingOps.Engine.MarketData;
using TradingOps.Engine.MarketData.Recordings;
using TradingOps.Tests.Shared.Recordings;

namespace TradingOps.Engine.Tests.MarketData;

/// <summary>Recorded days played into the engine's book, and recordings that are not whole.</summary>
public sealed class RecordingTests
{
    private const int Messages = 50_000;
    private const int Levels = 5;
    private const string Stock = "AAPL";

    private static readonly long Midnight = Timeframe.MidnightOf(new(2026, 11, 27));

    [Fact]
    public void A_lobster_day_makes_the_book_of_its_own_file()
    {
        var (day, messages, books) = (new GeneratedDay(1), new StringBuilder(), new List<string>());
        for (var i = 0; i < Messages; i++)
        {
            messages.Append(RecordingWriter.ToLobster(day.Next()));
            books.Add(RecordingWriter.ToLobsterBook(day, Levels));
        }
        using var recording = new LobsterRecording(Bytes(messages.ToString()), Stock, Midnight);
        var market = new RecordedMarket(0.01m);
        foreach (var book in books)
        {
            Assert.Equal(ReadOutcome.Event, recording.Read(out var next));
            Assert.Null(market.Play(next));
            if (recording.Place % 50 == 0) Assert.Equal(book, LobsterBookOf(market));
        }
        Assert.Equal(ReadOutcome.End, recording.Read(out _));
        AssertTraded(market);
    }

    [Fact]
    public void An_itch_day_makes_the_book_that_a_second_reader_finds()
    {
        using var file = new MemoryStream();
        RecordingWriter.WriteItchDirectory(file, 7, Stock);
        RecordingWriter.WriteItchDirectory(file, 8, "MSFT");
        var (day, other) = (new GeneratedDay(2), new GeneratedDay(3, firstOrder: 1_000_000));
        for (var i = 0; i < Messages; i++)
        {
            RecordingWriter.WriteItch(file, 7, Stock, day.Next());
            // What is not wanted is left out.
            RecordingWriter.WriteItch(file, 8, "MSFT", other.Next());
        }
        file.Position = 0;
        var second = new NaiveItchReader(file.ToArray(), Stock);
        using var recording = new ItchRecording(file, new HashSet<string> { Stock }, Midnight);
        var market = new RecordedMarket(0.01m);
        var (events, traded) = (0, 0m);
        while (recording.Read(out var next) != ReadOutcome.End)
        {
            Assert.Null(recording.Fault);
            Assert.Null(market.Play(next));
            traded += market.Trade?.Quantity ?? 0;
            second.ReadTo(recording.Place);
            if (++events % 50 != 0) continue;
            Assert.Equal(second.Levels('B', Levels), LevelsOf(market, Side.Buy));
            Assert.Equal(second.Levels('S', Levels), LevelsOf(market, Side.Sell));
        }
        Assert.Equal(second.Traded, traded);
        AssertTraded(market);
    }

    [Fact]
    public void Itch_replaces_trades_at_other_prices_and_halts_are_played()
    {
        using var file = new MemoryStream();
        Write("A", 1, b => { b[19] = (byte)'B'; Put(b, 20, 300); Stock8(b, 24); Put(b, 32, 1_874_000); }, 36);
        Write("F", 2, b => { b[19] = (byte)'B'; Put(b, 20, 100); Stock8(b, 24); Put(b, 32, 1_874_000); }, 40);
        Write("U", 1, b => { b[26] = 3; Put(b, 27, 200); Put(b, 31, 1_873_900); }, 35);
        // At another price, behind order 2, and reported by a message of its own.
        Write("C", 3, b => { Put(b, 19, 50); b[31] = (byte)'N'; Put(b, 32, 1_873_950); }, 36);
        Write("C", 2, b => { Put(b, 19, 10); b[31] = (byte)'Y'; Put(b, 32, 1_873_950); }, 36);
        Write("Q", 900, b => { Stock8(b, 19); Put(b, 27, 1_873_000); }, 40);
        Write("H", 0, b => { Stock8(b, 11); b[19] = (byte)'H'; }, 25);
        Write("H", 0, b => { Stock8(b, 11); b[19] = (byte)'T'; }, 25);
        file.Position = 0;
        using var recording = new ItchRecording(file, null, Midnight);
        var market = new RecordedMarket(0.01m);
        var (kinds, trades) = (new List<RecordedEventKind>(), new List<TradePrint>());
        while (recording.Read(out var next) == ReadOutcome.Event)
        {
            Assert.Null(market.Play(next));
            kinds.Add(next.Kind);
            Assert.Equal(Stock, next.Symbol);
            if (market.Trade is { } trade) trades.Add(trade);
        }
        Assert.Null(recording.Fault);
        Assert.Equal([
            RecordedEventKind.Add, RecordedEventKind.Add, RecordedEventKind.Replace, RecordedEventKind.Execute,
            RecordedEventKind.Execute, RecordedEventKind.Trade, RecordedEventKind.Halt, RecordedEventKind.Resume], kinds);
        Assert.Equal([(187.395m, 10m), (187.30m, 900m)], trades.Select(t => (t.Price, t.Quantity)));
        Assert.Equal([(187.40m, 90), (187.39m, 150)], LevelsOf(market, Side.Buy));
        Assert.Equal((0, 2, 0), (market.Matched, market.OutOfTurn, market.Unknown));

        void Write(string type, long order, Action<byte[]> fill, int length)
        {
            var message = new byte[length];
            message[0] = (byte)type[0];
            BinaryPrimitives.WriteInt64BigEndian(message.AsSpan(11), order);
            fill(message);
            RecordingWriter.WriteMessage(file, message);
        }

        static void Put(byte[] message, int at, int number) => BinaryPrimitives.WriteInt32BigEndian(message.AsSpan(at), number);

        static void Stock8(byte[] message, int at) => Encoding.ASCII.GetBytes(Stock.PadRight(8), message.AsSpan(at));
    }

    [Fact]
    public void Bad_messages_of_itch_are_named_and_skipped()
    {
        using var file = new MemoryStream();
        RecordingWriter.WriteMessage(file, "z"u8);
        RecordingWriter.WriteMessage(file, "A too short"u8);
        RecordingWriter.WriteItchDirectory(file, 1, Stock);
        RecordingWriter.WriteItch(file, 1, Stock, new('A', 34_200_000_000_000, 5, Side.Buy, 1_874_000, 100));
        RecordingWriter.WriteMessage(file, []);
        RecordingWriter.WriteItch(file, 1, Stock, new('D', 34_200_000_000_000, 5, Side.Buy, 1_874_000, 100));
        // The file ends in the middle of a message.
        file.SetLength(file.Length - 4);
        file.Position = 0;
        using var recording = new ItchRecording(file, null, Midnight);
        var seen = new List<string>();
        for (ReadOutcome outcome; (outcome = recording.Read(out var next)) != ReadOutcome.End;)
            seen.Add(outcome == ReadOutcome.Bad ? recording.Fault! : $"{next.Kind} {next.Order} at {next.Time - Midnight}");
        Assert.Equal([
            "message 1 is of type 7a, which ITCH 5.0 does not have",
            "message 2 of type A has 11 bytes and not 36",
            "Add 5 at 34200000000",
            "message 6 is cut off after 17 bytes: the file is not complete"], seen);
    }

    [Theory]
    [InlineData("34200.1,1,5,100,1874000\n", "line 1 is not time,type,order,size,price,direction")]
    [InlineData("34200.1,1,5,100,1874000,1,\n", "line 1 is not time,type,order,size,price,direction")]
    [InlineData("34200.1,1,x,100,1874000,1\n", "line 1 is not time,type,order,size,price,direction")]
    [InlineData("-1,1,5,100,1874000,1\n", "line 1 is not time,type,order,size,price,direction")]
    [InlineData("34200.1,9,5,100,1874000,1\n", "line 1 has type 9, which is not one of 1 to 7")]
    [InlineData("34200.1,1,5,0,1874000,1",
        "line 1 has a size or price that is not positive, or a direction that is neither 1 nor -1")]
    public void A_bad_line_of_lobster_is_named(string line, string fault)
    {
        var text = line + "\n\n34200.000001,7,0,0,-1,-1\r\n34200.5,7,0,0,1,-1";
        using var recording = new LobsterRecording(Bytes(text), Stock, Midnight);
        Assert.Equal((ReadOutcome.Bad, fault), (recording.Read(out _), recording.Fault));
        Assert.Equal(ReadOutcome.Event, recording.Read(out var halt));
        Assert.Equal((RecordedEventKind.Halt, Midnight + 34_200_000_001), (halt.Kind, halt.Time));
        // The last line needs no end.
        Assert.Equal((ReadOutcome.Event, RecordedEventKind.Resume), (recording.Read(out var resume), resume.Kind));
        Assert.Equal(ReadOutcome.End, recording.Read(out _));
    }

    [Fact]
    public void A_line_without_end_is_skipped()
    {
        using var recording = new LobsterRecording(Bytes(new string('1', 300_000) + "\n34200.5,7,0,0,1,-1"), Stock, Midnight);
        Assert.Equal((ReadOutcome.Bad, "line 1 is longer than 256 bytes"), (recording.Read(out _), recording.Fault));
        Assert.Equal((ReadOutcome.Event, 2), (recording.Read(out _), recording.Place));
    }

    [Fact]
    public void Orders_that_a_book_does_not_hold_are_counted()
    {
        var market = new RecordedMarket(0.01m);
        RecordedEventKind[] kinds =
            [RecordedEventKind.Execute, RecordedEventKind.Reduce, RecordedEventKind.Delete, RecordedEventKind.Replace];
        foreach (var kind in kinds)
        {
            Assert.Null(Play(kind, 1));
            // An execution that names its price was a trade all the same.
            Assert.Equal(kind == RecordedEventKind.Execute ? 10 : 0, market.Trade?.Quantity ?? 0);
        }
        Assert.Equal(4, market.Unknown);
        Assert.Equal("price 1.005 is not a multiple of 0.01", Play(RecordedEventKind.Add, 1.005m));
        Assert.Null(Play(RecordedEventKind.Add, 1));
        // The id is taken.
        Assert.NotNull(Play(RecordedEventKind.Add, 1));

        string? Play(RecordedEventKind kind, decimal price) =>
            market.Play(new() { Kind = kind, Symbol = Stock, Order = 1, Quantity = 10, Price = price });
    }

    private static string Inv(FormattableString text) => FormattableString.Invariant(text);

    private static MemoryStream Bytes(string text) => new(Encoding.UTF8.GetBytes(text));

    private static List<(decimal Price, long Quantity)> LevelsOf(RecordedMarket market, Side side)
    {
        var levels = new DepthLevel[Levels];
        return [.. levels.Take(market.Book.CopyDepth(side, levels)).Select(l => (l.Price * 0.01m, l.Quantity))];
    }

    private static string LobsterBookOf(RecordedMarket market)
    {
        return RecordingWriter.ToLobsterBook(Of(Side.Sell), Of(Side.Buy), Levels);

        (long, long)[] Of(Side side) => [.. LevelsOf(market, side).Select(l => ((long)(l.Price * 10_000), l.Quantity))];
    }

    /// <summary>Executions meet their orders in the book, and nothing is missing.</summary>
    private static void AssertTraded(RecordedMarket market)
    {
        Assert.Equal((0, 0), (market.OutOfTurn, market.Unknown));
        Assert.True(market.Matched > Messages / 20);
        market.Book.ValidateInvariants();
    }
}
