using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace TradingOps.Benchmarks.Replay;

/// <summary>The SHA-256 that the benchmark takes of a report stream: sorted by message and type, a line a report.</summary>
internal static class ReportHash
{
    public static string Of(List<Report> reports)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var first = true;
        var text = new StringBuilder();
        // OrderBy is stable, as the trades of one message must stay in the order in which they happened.
        foreach (var report in reports.OrderBy(report => report.SequenceNumber).ThenBy(report => report.Type))
        {
            text.Clear();
            if (!first) text.Append('\n');
            first = false;
            text.Append(CultureInfo.InvariantCulture, $"{report.Type},{report.SequenceNumber}");
            switch (report.Type)
            {
                case Report.OrderAck or Report.ModifyAck:
                    text.Append(
                        CultureInfo.InvariantCulture,
                        $",{report.Side},{report.OrderId},{report.PriceTicks},{report.Quantity}");
                    break;
                case Report.Trade:
                    text.Append(
                        CultureInfo.InvariantCulture,
                        $",{report.PriceTicks},{report.Quantity},{report.MakerOrderId},{report.TakerOrderId}");
                    break;
                case Report.CancelAck:
                    text.Append(CultureInfo.InvariantCulture, $",{report.Side},{report.OrderId},{report.PriceTicks}");
                    break;
                default:
                    text.Append(CultureInfo.InvariantCulture, $",{report.OrderId}");
                    break;
            }

            hash.AppendData(Encoding.UTF8.GetBytes(text.ToString()));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
