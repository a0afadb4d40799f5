using System.Diagnostics;
using System.Globalization;
using System.IO.Compression;
using TradingOps.Engine.Books;
using TradingOps.Engine.MarketData.Recordings;
using TradingOps.Tests.Shared.Recordings;

namespace TradingOps.Benchmarks.Recordings;

/// <summary>
/// `recording FILE [--symbol SYMBOL] [--book FILE]` plays a LOBSTER message file (.csv) or a day of ITCH 5.0 into books of the
/// engine; with the order book file of LOBSTER it compares the best five levels at 1,000 points. `recording --generate FOLDER
/// [MESSAGES]` makes files of both formats.
/// </summary>
internal static class RecordingCommand
{
    private const int Levels = 5;
    private const int Points = 1_000;
    private const int DefaultMessages = 1_000_000;
    private const decimal TickSize = 0.01m;

    public static int Run(string[] options)
    {
        switch (options)
        {
            case ["--generate", var folder, .. var rest] when rest.Length <= 1:
                var messages = rest is [var text] ? int.Parse(text, CultureInfo.InvariantCulture) : DefaultMessages;
                Generate(folder, messages);
                return 0;
            case [var file, .. var rest]:
                var (symbol, book) = (Option(rest, "--symbol"), Option(rest, "--book"));
                return Play(file, symbol, book);
            default:
                Console.Error.WriteLine(
                    "usage: recording FILE [--symbol SYMBOL] [--book FILE] | recording --generate FOLDER [MESSAGES]");
                return 2;
        }
    }

    private static string? Option(string[] options, string name) =>
        Array.IndexOf(options, name) is >= 0 and var at && at + 1 < options.Length ? options[at + 1] : null;

    private static void Generate(string folder, int messages)
    {
        Directory.CreateDirectory(folder);
        var day = new GeneratedDay(seed: 1);
        using var lobster = new StreamWriter(Path.Combine(folder, "AAPL_message.csv"));
        using var book = new StreamWriter(Path.Combine(folder, "AAPL_orderbook.csv"));
        using var itch = File.Create(Path.Combine(folder, "day.itch"));
        RecordingWriter.WriteItchDirectory(itch, 1, "AAPL");
        for (var i = 0; i < messages; i++)
        {
            var message = day.Next();
            lobster.Write(RecordingWriter.ToLobster(message));
            book.Write(RecordingWriter.ToLobsterBook(day, Levels));
            RecordingWriter.WriteItch(itch, 1, "AAPL", message);
        }
    }

    private static int Play(string file, string? symbol, string? bookFile)
    {
        // Until everything is compiled.
        Played(file, symbol, null);
        var played = Played(file, symbol, null);
        Line($"file        {Path.GetFileName(file)}");
        Line($"events      {played.Events}, {played.Bad} bad, {played.Unknown} of unknown orders");
        Line($"executions  {played.Matched} traded in the book, {played.OutOfTurn} were out of turn");
        Line($"rate        {played.Events / played.Elapsed.TotalSeconds / 1e6:F2} M events/s");
        Line($"recorded    {played.Recorded}, {played.Recorded / played.Elapsed:F0} times as fast");
        if (bookFile is null) return 0;
        var differ = Played(file, symbol, File.ReadAllLines(bookFile)).Differ;
        Line($"book        {Points - differ} of {Points} points equal");
        return differ == 0 ? 0 : 1;
    }

    private static Result Played(string file, string? symbol, string[]? books)
    {
        using var recording = Open(file, symbol);
        var markets = new Dictionary<string, RecordedMarket>(StringComparer.Ordinal);
        var (events, bad, differ, first, last) = (0L, 0L, 0, 0L, 0L);
        var every = Math.Max(1, (books?.Length ?? 0) / Points);
        var began = Stopwatch.GetTimestamp();
        for (ReadOutcome outcome; (outcome = recording.Read(out var next)) != ReadOutcome.End;)
        {
            if (outcome == ReadOutcome.Bad)
            {
                bad++;
                continue;
            }
            if (!markets.TryGetValue(next.Symbol, out var market)) markets[next.Symbol] = market = new(TickSize);
            if (market.Play(next) is not null) bad++;
            events++;
            (first, last) = (first == 0 ? next.Time : first, next.Time);
            if (books is not null && events % every == 0 && LobsterBookOf(market) != books[events - 1]) differ++;
        }
        return new(
            events, bad, markets.Values.Sum(m => m.Matched), markets.Values.Sum(m => m.OutOfTurn),
            markets.Values.Sum(m => m.Unknown), differ, Stopwatch.GetElapsedTime(began),
            TimeSpan.FromMicroseconds(last - first));
    }

    private static Recording Open(string file, string? symbol)
    {
        Stream stream = File.OpenRead(file);
        if (file.EndsWith(".gz", StringComparison.OrdinalIgnoreCase)) stream = new GZipStream(stream, CompressionMode.Decompress);
        return Path.GetFileName(file).Contains(".csv", StringComparison.OrdinalIgnoreCase)
            ? new LobsterRecording(stream, symbol ?? "", 0)
            : new ItchRecording(stream, symbol is null ? null : new HashSet<string> { symbol }, 0);
    }

    private static string LobsterBookOf(RecordedMarket market)
    {
        // A line of the file, without its end.
        return RecordingWriter.ToLobsterBook(Of(Side.Sell), Of(Side.Buy), Levels).TrimEnd();

        (long, long)[] Of(Side side)
        {
            var levels = new DepthLevel[Levels];
            return [.. levels.Take(market.Book.CopyDepth(side, levels)).Select(l => (l.Price * 100, l.Quantity))];
        }
    }

    private static void Line(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));

    private readonly record struct Result(
        long Events, long Bad, long Matched, long OutOfTurn, long Unknown, int Differ, TimeSpan Elapsed, TimeSpan Recorded);
}
