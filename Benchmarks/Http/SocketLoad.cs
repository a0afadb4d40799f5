using System.Diagnostics;
using System.Net;
using System.Text;

namespace TradingOps.Benchmarks.Http;

/// <summary>
/// Sends orders over one WebSocket and keeps a number of them under way: each answer is followed by another order.
/// </summary>
internal sealed class SocketLoad(IPEndPoint address, int underWay)
{
    /// <param name="next">Makes the messages of a place; the answer to one is followed by the next of the same place.</param>
    /// <param name="time">How long.</param>
    public async Task<LoadResult> RunAsync(Func<int, Func<ReadOnlyMemory<byte>>> next, TimeSpan time)
    {
        using var connection = await SocketConnection.OpenAsync(address);
        var latency = new LatencyHistogram();
        var messages = Enumerable.Range(0, underWay).Select(next).ToArray();
        var sentAt = new long[underWay];
        var (orders, failures, firstFailure) = (0L, 0L, (string?)null);
        var began = Stopwatch.GetTimestamp();
        var end = began + (long)(time.TotalSeconds * Stopwatch.Frequency);
        for (var place = 0; place < underWay; place++) Send(place, began);
        await connection.FlushAsync();
        for (var left = underWay; left > 0;)
        {
            await connection.ReceiveAsync();
            var now = Stopwatch.GetTimestamp();
            while (connection.TryRead(out var answer))
            {
                var (place, status) = SocketConnection.HeadOf(answer.Span);
                latency.Add(now - sentAt[place]);
                if (status == 201) orders++;
                else failures++;
                if (status != 201) firstFailure ??= Encoding.UTF8.GetString(answer.Span);
                if (now < end) Send(place, now);
                else left--;
            }
            await connection.FlushAsync();
        }
        var seconds = Stopwatch.GetElapsedTime(began).TotalSeconds;
        return new((orders + failures) / seconds, orders / seconds, failures, firstFailure, latency);

        void Send(int place, long now)
        {
            sentAt[place] = now;
            connection.Write(messages[place]().Span);
        }
    }
}
