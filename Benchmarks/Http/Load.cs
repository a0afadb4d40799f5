using System.Diagnostics;
using System.Net;
using System.Text;

namespace TradingOps.Benchmarks.Http;

/// <summary>
/// Sends requests over a number of connections. Without a rate each connection sends when its last answer has come; with one,
/// requests have their times whatever the answers do, and an answer's duration counts from its request's time, also where an
/// earlier answer kept the connection from sending (no coordinated omission).
/// </summary>
internal sealed class Load(IPEndPoint address, int connections)
{
    private static readonly byte[] Created = "\"status\":201"u8.ToArray();

    private readonly Lock _gate = new();
    private readonly LatencyHistogram _latency = new();
    private long _requests;
    private long _orders;
    private long _failures;
    private string? _firstFailure;

    /// <param name="next">Makes the requests of a connection.</param>
    /// <param name="orders">Orders a request; 0 for a question, 1 for a single order.</param>
    /// <param name="time">How long.</param>
    /// <param name="rate">Requests a second over all connections, or null.</param>
    public async Task<LoadResult> RunAsync(
        Func<int, Func<ReadOnlyMemory<byte>>> next, int orders, TimeSpan time, double? rate = null)
    {
        var began = Stopwatch.GetTimestamp();
        var end = began + (long)(time.TotalSeconds * Stopwatch.Frequency);
        await Task.WhenAll(Enumerable.Range(0, connections).Select(i => Task.Run(() => rate is { } paced
            ? PacedAsync(
                next(i), orders, end, began + (long)(i * Stopwatch.Frequency / paced), connections * Stopwatch.Frequency / paced)
            : UnpacedAsync(next(i), orders, end))));
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        return new(_requests / seconds, _orders / seconds, _failures, _firstFailure, _latency);
    }

    private async Task UnpacedAsync(Func<ReadOnlyMemory<byte>> next, int orders, long end)
    {
        using var connection = await LoadConnection.OpenAsync(address);
        var count = new Count(this, orders);
        for (var now = Stopwatch.GetTimestamp(); now < end;)
        {
            var status = await connection.SendAsync(next());
            var then = Stopwatch.GetTimestamp();
            count.Add(status, connection.Body.Span, then - now);
            now = then;
        }
        count.AddUp();
    }

    private async Task PacedAsync(Func<ReadOnlyMemory<byte>> next, int orders, long end, long first, double interval)
    {
        using var connection = await LoadConnection.OpenAsync(address);
        var count = new Count(this, orders);
        for (var i = 0L; ; i++)
        {
            var due = first + (long)(i * interval);
            if (due >= end) break;
            var now = Stopwatch.GetTimestamp();
            if (now < due)
            {
                // A timer that fires late is the tool's own fault: such a request counts from when it was sent.
                await Task.Delay(TimeSpan.FromSeconds((due - now) / (double)Stopwatch.Frequency));
                due = Math.Max(due, Stopwatch.GetTimestamp());
            }
            var status = await connection.SendAsync(next());
            count.Add(status, connection.Body.Span, Stopwatch.GetTimestamp() - due);
        }
        count.AddUp();
    }

    /// <summary>What one connection counts.</summary>
    private sealed class Count(Load load, int orders)
    {
        private readonly LatencyHistogram _latency = new();
        private long _requests;
        private long _orders;
        private long _failures;

        public void Add(int status, ReadOnlySpan<byte> body, long ticks)
        {
            _requests++;
            _latency.Add(ticks);
            var taken = orders switch { 0 => 0, 1 => status == 201 ? 1 : 0, _ => body.Count(Created) };
            _orders += taken;
            if (taken == orders && status < 300) return;
            if (_failures == 0) lock (
                load._gate) load._firstFailure ??= $"{status} {Encoding.UTF8.GetString(body[..Math.Min(600, body.Length)])}";
            _failures += Math.Max(1, orders - taken);
        }

        public void AddUp()
        {
            lock (load._gate)
            {
                load._latency.Add(_latency);
                load._requests += _requests;
                load._orders += _orders;
                load._failures += _failures;
            }
        }
    }
}
