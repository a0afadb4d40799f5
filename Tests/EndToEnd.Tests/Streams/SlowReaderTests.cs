using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using TradingOps.EndToEnd.Tests.Stack;
using Xunit.Abstractions;

namespace TradingOps.EndToEnd.Tests.Streams;

[Collection(Alone.Name)]
public sealed class SlowReaderTests(SharedStack shared, ITestOutputHelper output) : IClassFixture<SharedStack>
{
    private const int StalledReaders = 10_000;
    private const int MaxSent = 40_000;
    private const long MaxMemory = 1_500_000_000;

    /// <summary>What is asked while thousands of readers are cut off may take long on a machine that does more.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly TradingStack _stack = shared.Stack;

    [Fact]
    public async Task A_slow_reader_is_warned_and_cut_off_and_loses_nothing()
    {
        const int Batch = 500;
        const int Orders = 16 * Batch;
        await using var front = await TradingFront.StartAsync(
            _stack, "--Streams:BufferEvents", "16", "--Streams:WriteTimeout", "00:02:00");
        using var handler = new SocketsHttpHandler { ConnectCallback = ConnectNarrowlyAsync };
        using var narrow = new HttpClient(handler) { BaseAddress = front.Http.BaseAddress };
        await using var stream = await EventStream.OpenAsync(narrow, "account=slow&symbol=AMZN&types=order");
        await stream.NextAsync("orders");
        // It takes nothing meanwhile of 14 MB: more than the connection holds.
        for (var first = 0; first < Orders; first += Batch)
            await PlaceAsync(_stack.Front, "slow", "AMZN", Batch, first, "ioc");
        Assert.Equal("slow_reader", (await stream.NextAsync("slow_reader")).GetProperty("code").GetString());
        Assert.Null(await stream.NextAsync());
        Assert.Contains("stream_slow_readers_total 1", await front.Http.GetStringAsync("/metrics"));

        await using var again = await EventStream.OpenAsync(front.Http, "account=slow&symbol=AMZN&types=order", stream.LastId);
        var next = -1;
        for (var told = 0; next < Orders - 1; told++)
        {
            var order = await again.NextAsync("order", e => e.GetProperty("event").GetString() == "accepted");
            var number = int.Parse(order.GetProperty("order").GetProperty("client_order_id").GetString()!["slow-".Length..]);
            Assert.True(told == 0 || number == next + 1, $"{number} follows {next}");
            next = number;
        }
    }

    [Fact]
    public async Task A_burst_of_events_cuts_off_no_active_reader()
    {
        await using var front = await TradingFront.StartAsync(_stack, "--Streams:BufferEvents", "128");
        await using var stream = await EventStream.OpenAsync(front.Http, "account=at-once&symbol=QQQ&types=order");
        await stream.NextAsync("orders");
        await PlaceAsync(_stack.Front, "at-once", "QQQ", 200, 0);
        for (var i = 0; i < 200; i++)
            Assert.Equal($"at-once-{i}",
                (await stream.NextAsync("order")).GetProperty("order").GetProperty("client_order_id").GetString());
    }

    [Fact]
    public async Task Ten_thousand_readers_that_take_nothing_disturb_no_other()
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
            await Eventually.BecomesAsync(() => SubscribersAsync(front), count => count == StalledReaders + 1, Patience);
            var opened = Stopwatch.GetElapsedTime(began);

            // Until their buffers hold no more, and for each longer than it may take nothing.
            for (var sent = 0; await SubscribersAsync(front) > 1; sent += 100)
            {
                Assert.True(sent < MaxSent, $"after {sent} orders there are still {await SubscribersAsync(front)} readers");
                await PlaceAsync(front.Http, "fast", "TSLA", 100, sent, "ioc");
                for (var seen = 0; seen < 200; seen++) await reader.NextAsync("order");
                await Eventually.HoldsAsync(() => IsHealthyAsync(front.Http), Patience);
                await Eventually.HoldsAsync(() => IsHealthyAsync(_stack.SiloHttp), Patience);
            }
            var memory = await Eventually.BecomesAsync(
                () => Task.FromResult(front.Process.WorkingSet), held => held < MaxMemory, what: "memory of the front:");
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

    /// <summary>A connection whose own end holds little.</summary>
    private static async ValueTask<Stream> ConnectNarrowlyAsync(
        SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = 64 * 1024 };
        await socket.ConnectAsync(context.DnsEndPoint, cancellationToken);
        return new NetworkStream(socket, ownsSocket: true);
    }

    private static async Task<bool> IsHealthyAsync(HttpClient http)
    {
        try
        {
            using var health = await http.GetAsync("/health");
            return health.IsSuccessStatusCode;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return false;
        }
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

    /// <summary>Places orders, and again until all are stored: each has a client order id.</summary>
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
        await Eventually.BecomesAsync(() => SendAsync(http, orders), answer => answer == "", Patience);
    }

    /// <summary>What of a batch was not stored, or why none of it was; empty if all of it was.</summary>
    private static async Task<string> SendAsync(HttpClient http, string orders)
    {
        try
        {
            using var content = new StringContent(orders, Encoding.UTF8, "application/json");
            using var response = await http.PostAsync("/orders/batch", content);
            var body = await response.Content.ReadAsStringAsync();
            return !response.IsSuccessStatusCode ? body : string.Join(' ', JsonElement.Parse(body).EnumerateArray()
                .Where(a => a.GetProperty("status").GetInt32() is not (200 or 201)));
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return e.Message;
        }
    }
}
