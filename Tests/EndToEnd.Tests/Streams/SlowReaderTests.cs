using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using TradingOps.EndToEnd.Tests.Stack;
using Xunit.Abstractions;

namespace TradingOps.EndToEnd.Tests.Streams;

[Collection(SharedStack.Name)]
public sealed class SlowReaderTests(SharedStack shared, ITestOutputHelper output)
{
    private const int StalledReaders = 10_000;
    private const int MaxSent = 40_000;

    private readonly TradingStack _stack = shared.Stack;

    [Fact]
    public async Task Who_falls_behind_is_told_is_cut_off_and_loses_nothing_by_it()
    {
        await using var front = await TradingFront.StartAsync(_stack, "--Streams:BufferEvents", "16");
        await using var stream = await EventStream.OpenAsync(front.Http, "account=slow&symbol=AMZN&types=order");
        await stream.NextAsync("orders");
        await PlaceAsync(_stack.Front, "slow", "AMZN", 200, 0);
        Assert.Equal("slow_reader", (await stream.NextAsync("slow_reader")).GetProperty("code").GetString());
        Assert.Null(await stream.NextAsync());
        Assert.Contains("stream_slow_readers_total 1", await front.Http.GetStringAsync("/metrics"));

        await using var again = await EventStream.OpenAsync(front.Http, "account=slow&symbol=AMZN&types=order", "AMZN=0");
        for (var i = 0; i < 200; i++)
            Assert.Equal(
                $"slow-{i}", (await again.NextAsync("order")).GetProperty("order").GetProperty("client_order_id").GetString());
    }

    [Fact]
    public async Task Ten_thousand_who_take_nothing_harm_nobody()
    {
        await using var front = await TradingFront.StartAsync(_stack, "--Streams:WriteTimeout", "00:00:05");
        await using var reader = await EventStream.OpenAsync(front.Http, "account=fast&symbol=TSLA&types=order");
        await reader.NextAsync("orders");
        var began = Stopwatch.GetTimestamp();
        var stalled = new List<Socket>();
        try
        {
            foreach (var some in Enumerable.Range(0, StalledReaders).Chunk(500))
                stalled.AddRange(await Task.WhenAll(some.Select(_ => StallAsync(front.Http.BaseAddress!))));
            await Eventually.BecomesAsync(() => SubscribersAsync(front), count => count == StalledReaders + 1);
            var opened = Stopwatch.GetElapsedTime(began);

            // Until their buffers hold no more, and for each longer than it may take nothing.
            for (var sent = 0; await SubscribersAsync(front) > 1; sent += 100)
            {
                Assert.True(sent < MaxSent, $"after {sent} orders there are still {await SubscribersAsync(front)} readers");
                await PlaceAsync(front.Http, "fast", "TSLA", 100, sent, "ioc");
                for (var seen = 0; seen < 200; seen++) await reader.NextAsync("order");
                // A check may take too long at times, on a machine that does more.
                await Eventually.HoldsAsync(() => IsHealthyAsync(front.Http));
                await Eventually.HoldsAsync(() => IsHealthyAsync(_stack.SiloHttp));
            }
            var memory = front.Process.WorkingSet;
            Assert.True(memory < 1_500_000_000, $"the front holds {memory} bytes");
            output.WriteLine($"{StalledReaders} opened in {opened.TotalSeconds:0.0} s, all cut off after "
                + $"{Stopwatch.GetElapsedTime(began).TotalSeconds:0.0} s, the front holds {memory / 1_000_000} MB");
        }
        finally
        {
            foreach (var socket in stalled) socket.Dispose();
        }
        await PlaceAsync(front.Http, "fast", "TSLA", 1, MaxSent);
        await reader.NextAsync("order");
    }

    private static async Task<bool> IsHealthyAsync(HttpClient http)
    {
        using var health = await http.GetAsync("/health");
        return health.IsSuccessStatusCode;
    }

    private static async Task<Socket> StallAsync(Uri front)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 4096 };
        await socket.ConnectAsync(IPAddress.Loopback, front.Port);
        await socket.SendAsync(Encoding.ASCII.GetBytes(
            $"GET /stream?symbol=TSLA&types=order,book HTTP/1.1\r\nHost: 127.0.0.1:{front.Port}\r\n\r\n"));
        return socket;
    }

    private static async Task<int> SubscribersAsync(TradingFront front)
    {
        var metrics = await front.Http.GetStringAsync("/metrics");
        var line = metrics.Split('\n').First(l => l.StartsWith("stream_subscribers ", StringComparison.Ordinal));
        return int.Parse(line.Split(' ')[1]);
    }

    private static async Task PlaceAsync(
        HttpClient http, string account, string symbol, int count, int first, string time = "gtc")
    {
        var orders = JsonSerializer.Serialize(Enumerable.Range(first, count).Select(i => new
        {
            symbol,
            account,
            type = "limit",
            time_in_force = time,
            limit_price = 1 + i % 50,
            qty = 1,
            client_order_id = $"{account}-{i}",
        }));
        using var content = new StringContent(orders, Encoding.UTF8, "application/json");
        using var response = await http.PostAsync("/orders/batch", content);
        var answers = JsonElement.Parse(await response.Content.ReadAsStringAsync());
        Assert.All(answers.EnumerateArray(), a => Assert.Equal(201, a.GetProperty("status").GetInt32()));
    }
}
