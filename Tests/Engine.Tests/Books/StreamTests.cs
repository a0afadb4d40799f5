using TradingOps.Benchmarks.Replay;
using TradingOps.Engine.Books;

namespace TradingOps.Engine.Tests.Books;

/// <summary>The edge cases of the public benchmark: the reports must be those that its surveyed engines agree on.</summary>
public class StreamTests
{
    private static readonly Lazy<Dictionary<string, (string Messages, string Hash)>> Cases = new(ReadCases);

    public static TheoryData<string> Names => [.. Cases.Value.Keys.Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Names))]
    public void The_reports_of_an_edge_case_are_those_of_other_engines(string name)
    {
        var (messages, hash) = Cases.Value[name];
        var reports = Play(messages.Split("; ").Select(Parse));
        Assert.True(hash == ReportHash.Of(reports), string.Join('\n', ReportHash.Lines(reports)));
    }

    [Fact]
    public void One_order_sweeps_five_thousand_in_the_order_of_their_arrival()
    {
        var asks = Enumerable.Range(1, 5_000).Select(id => $"N {id} S 1@100");
        var reports = Play(asks.Append("I 5001 B 5000@100").Select(Parse));
        var makers = reports.Where(report => report.Type == Report.Trade).Select(report => report.MakerOrderId);
        Assert.Equal(Enumerable.Range(1, 5_000).Select(id => (long)id), makers);
        Assert.Equal("8c1ce06a623efd347e9bfd1321c9032e6910cd222058fffe2e48b977c773430f", ReportHash.Of(reports));
    }

    private static List<Report> Play(IEnumerable<StreamMessage> messages)
    {
        var book = new OrderBook();
        var ring = new ReportRing(1 << 14);
        var player = new StreamPlayer(book, ring);
        var sequence = 0UL;
        foreach (var message in messages)
        {
            player.Play(message with { SequenceNumber = sequence++ });
            book.ValidateInvariants();
        }
        ring.Close();
        var reports = new List<Report>();
        ring.Drain(span => reports.AddRange(span));
        return reports;
    }

    private static StreamMessage Parse(string text)
    {
        var words = text.Split(' ');
        var message = new StreamMessage { OrderId = long.Parse(words[1]) };
        if (words[0] == "C") return message with { Type = StreamMessage.Cancel };
        var amounts = words[3].Split('@');
        return message with
        {
            Type = words[0] == "M" ? StreamMessage.Modify : StreamMessage.New,
            ImmediateOrCancel = words[0] == "I" ? (byte)1 : (byte)0,
            Side = words[2] == "S" ? (byte)1 : (byte)0,
            Quantity = uint.Parse(amounts[0]),
            PriceTicks = long.Parse(amounts[1]),
        };
    }

    private static Dictionary<string, (string Messages, string Hash)> ReadCases()
    {
        using var stream = typeof(StreamTests).Assembly.GetManifestResourceStream("streams.txt")!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd().Split('\n')
            .Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => line.Split(" | "))
            .ToDictionary(columns => columns[0], columns => (columns[1], columns[2]));
    }
}
