using System.Diagnostics;
using System.Globalization;
using TradingOps.Engine.Books;

namespace TradingOps.Benchmarks.Replay;

/// <summary>`replay FILE [--hash] [--runs N]`: plays an order stream of the public benchmark and prints what it took.</summary>
internal static class ReplayCommand
{
    private const int WarmUpRuns = 5;

    public static int Run(string file, string[] options)
    {
        var hash = false;
        var runs = 10;
        for (var i = 0; i < options.Length; i++)
        {
            if (options[i] == "--hash") hash = true;
            else if (options[i] == "--runs" && i + 1 < options.Length && int.TryParse(options[i + 1], out runs) && runs > 0) i++;
            else return Usage(options[i]);
        }
        var stream = OrderStream.Read(file);
        var ring = new ReportRing();
        // Until the runtime has compiled the hot path for good.
        for (var i = 0; i < WarmUpRuns; i++) Play(stream, ring, null, null);
        var plays = new Played[runs];
        for (var i = 0; i < runs; i++) plays[i] = Play(stream, ring, null, null);
        Print(file, stream, plays, SteadyBytes(stream, ring));
        PrintLatencies(stream, ring);
        if (hash)
        {
            var reports = new List<Report>(2 * stream.Messages.Length);
            Play(stream, ring, reports, null);
            Console.WriteLine($"report hash     {ReportHash.Of(reports)}");
        }
        return 0;
    }

    private static int Usage(string option)
    {
        Console.Error.WriteLine($"replay does not know {option}; usage: replay FILE [--hash] [--runs N]");
        return 2;
    }

    /// <summary>One run over a new book.</summary>
    private static Played Play(OrderStream stream, ReportRing ring, List<Report>? reports, long[]? latencies) =>
        Play(NewPlayer(ring), stream, ring, reports, latencies);

    private static StreamPlayer NewPlayer(ReportRing ring) =>
        new(new OrderBook(new BookLimits { InitialOrders = 1 << 16 }), ring);

    /// <summary>
    /// Bytes a message once every table has the size that the stream needs: of a second run over the book that the first one
    /// made grow, which holds no order when it begins.
    /// </summary>
    private static double SteadyBytes(OrderStream stream, ReportRing ring)
    {
        var player = NewPlayer(ring);
        var first = Play(player, stream, ring, null, null);
        player.CancelAll(stream.Messages);
        var second = Play(player, stream, ring, null, null);
        if (second.Reports != first.Reports || second.Trades != first.Trades)
            throw new InvalidOperationException("the second run over a book did not do what the first one did");
        return second.BytesAMessage;
    }

    /// <summary>The clock covers matching and the hand-off of every report to a second thread.</summary>
    private static Played Play(
        StreamPlayer player, OrderStream stream, ReportRing ring, List<Report>? reports, long[]? latencies)
    {
        ring.Reset();
        long trades = 0, received = 0;
        var drainer = new Thread(() => ring.Drain(span =>
        {
            received += span.Length;
            foreach (ref readonly var report in span)
            {
                if (report.Type == Report.Trade) trades++;
                reports?.Add(report);
            }
        }));
        GC.Collect();
        drainer.Start();
        var messages = stream.Messages;
        var allocated = GC.GetAllocatedBytesForCurrentThread();
        var start = Stopwatch.GetTimestamp();
        if (latencies is null)
        {
            foreach (ref readonly var message in messages) player.Play(message);
        }
        else
        {
            PlayTimed(player, messages, latencies);
        }
        var elapsed = Stopwatch.GetElapsedTime(start);
        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        ring.Close();
        drainer.Join();
        return new Played(messages.Length / elapsed.TotalSeconds / 1e6, trades, received, (double)allocated / messages.Length);
    }

    private static void PlayTimed(StreamPlayer player, ReadOnlySpan<StreamMessage> messages, long[] latencies)
    {
        var before = Stopwatch.GetTimestamp();
        for (var i = 0; i < messages.Length; i++)
        {
            player.Play(messages[i]);
            var after = Stopwatch.GetTimestamp();
            latencies[i] = after - before;
            before = after;
        }
    }

    private static void Print(string file, OrderStream stream, Played[] plays, double steadyBytes)
    {
        var rates = plays.Select(play => play.Rate).Order().ToArray();
        var median = (rates[(rates.Length - 1) / 2] + rates[rates.Length / 2]) / 2;
        Line($"stream          {Path.GetFileName(file)}");
        Line($"messages        {stream.Messages.Length}");
        Line($"reports         {plays[0].Reports}");
        Line($"trades          {plays[0].Trades}");
        Line($"M msg/s         median {median:F2}  min {rates[0]:F2}  max {rates[^1]:F2}  ({rates.Length} runs)");
        var bytes = plays.Max(play => play.BytesAMessage);
        Line($"bytes/message   {steadyBytes:F3} in steady state, {bytes:F3} at most while a new book grows");
    }

    /// <summary>A run apart, because reading the clock twice a message costs as much as half of the matching.</summary>
    private static void PrintLatencies(OrderStream stream, ReportRing ring)
    {
        var latencies = new long[stream.Messages.Length];
        Play(stream, ring, null, latencies);
        Array.Sort(latencies);
        Line($"latency ns      p50 {At(0.5):F0}  p99 {At(0.99):F0}  p99.9 {At(0.999):F0}  max {At(1):F0}");

        double At(double quantile)
        {
            var index = Math.Min(latencies.Length - 1, (int)(quantile * latencies.Length));
            return latencies[index] * 1e9 / Stopwatch.Frequency;
        }
    }

    private static void Line(FormattableString line) => Console.WriteLine(line.ToString(CultureInfo.InvariantCulture));

    private readonly record struct Played(double Rate, long Trades, long Reports, double BytesAMessage);
}
