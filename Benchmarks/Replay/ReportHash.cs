using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace TradingOps.Benchmarks.Replay;

/// <summary>The SHA-256 that the benchmark takes of a report stream: sorted by message and type, a line a report.</summary>
internal static class ReportHash
{
    /// <summary>The hash in lower-case hexadecimal digits.</summary>
    public static string Of(List<Report> reports)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var first = true;
        foreach (var line in Lines(reports))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(first ? line : "\n" + line));
            first = false;
        }
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>The lines that are hashed.</summary>
    public static IEnumerable<string> Lines(List<Report> reports) =>
        // OrderBy is stable, as the trades of one message must stay in the order in which they happened.
        reports.OrderBy(report => report.SequenceNumber).ThenBy(report => report.Type).Select(Line);

    private static string Line(Report report)
    {
        var fields = report.Type switch
        {
            Report.OrderAck or Report.ModifyAck => Join(report.Side, report.OrderId, report.PriceTicks, report.Quantity),
            Report.Trade => Join(report.PriceTicks, report.Quantity, report.MakerOrderId, report.TakerOrderId),
            Report.CancelAck => Join(report.Side, report.OrderId, report.PriceTicks),
            _ => Join(report.OrderId),
        };
        return string.Create(CultureInfo.InvariantCulture, $"{report.Type},{report.SequenceNumber},{fields}");
    }

    private static string Join(params long[] fields) => string.Join(',', fields);
}
