using System.Text.Json;
using TradingOps.EndToEnd.Tests.Stack;

namespace TradingOps.EndToEnd.Tests.Streams;

/// <summary>A reader that goes away every now and then, and comes back to any front with the id that it saw last.</summary>
internal sealed class RestlessReader(TradingFront[] fronts, string[] symbols)
{
    /// <summary>Owner of the order that ends a symbol's log.</summary>
    private const string Last = "last";

    private static readonly TimeSpan TryAgainAfter = TimeSpan.FromMilliseconds(50);

    private readonly Random _random = new(3);

    /// <summary>What was told of each symbol, as text.</summary>
    public Dictionary<string, List<string>> Events { get; } = symbols.ToDictionary(s => s, _ => new List<string>());

    /// <summary>How often the reader came back.</summary>
    public int Resumed { get; private set; }

    /// <summary>Enters the order that ends a symbol's log, once.</summary>
    public static async Task EndAsync(TradingStack stack, string symbol)
    {
        var refused = 0;
        await Eventually.BecomesAsync(() => stack.PostAsync("/orders",
            $$"""
            {"symbol":"{{symbol}}","account":"{{Last}}","type":"limit","limit_price":1,"qty":1,
             "client_order_id":"{{symbol}}-{{refused}}"}
            """),
            answer =>
            {
                // A refusal, such as without the firm's breaker, is stored, and what is sent again must be another order.
                var isRefused = answer.Status == 422
                    || (answer.Status == 200 && answer.Body.GetProperty("status").GetString() == "rejected");
                if (isRefused) refused++;
                return !isRefused && answer.Status is 200 or 201;
            });
    }

    /// <summary>Everything from the first record to the last, in one go.</summary>
    public static async Task<List<string>> ReadWholeLogAsync(TradingFront front, string symbol)
    {
        var events = new List<string>();
        await using var stream = await EventStream.OpenAsync(front.Http, $"symbol={symbol}&types=order,trade", $"{symbol}=0");
        while (await stream.NextAsync() is { } e)
        {
            events.Add(Text(e));
            if (IsLast(e.Data)) return events;
        }
        throw new InvalidOperationException($"the log of {symbol} has no end");
    }

    /// <summary>Reads until every symbol's last order came.</summary>
    public async Task ReadToTheEndAsync(CancellationToken cancellationToken)
    {
        var lastId = string.Join(',', symbols.Select(s => $"{s}=0"));
        var ended = 0;
        while (ended < symbols.Length)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                var front = fronts[_random.Next(fronts.Length)];
                await using var stream = await EventStream.OpenAsync(
                    front.Http, $"symbol={string.Join(',', symbols)}&types=order,trade", lastId);
                Resumed++;
                for (var left = _random.Next(1, 200); left > 0 && ended < symbols.Length; left--)
                {
                    if (await stream.NextAsync() is not { } e) break;
                    Assert.NotEqual("reset", e.Name);
                    Events[e.Data.GetProperty("symbol").GetString()!].Add(Text(e));
                    lastId = stream.LastId;
                    if (IsLast(e.Data)) ended++;
                }
            }
            catch (Exception e) when (e is HttpRequestException or IOException or TimeoutException or TaskCanceledException)
            {
                // That front is dead at the moment, or knows no silo that is alive, or says nothing.
                await Task.Delay(TryAgainAfter, cancellationToken);
            }
        }
    }

    /// <summary>Whether an event is about the order that ends a symbol's log.</summary>
    public static bool IsLast(JsonElement e) =>
        e.TryGetProperty("account", out var account) && account.GetString() == Last;

    private static string Text((string Name, JsonElement Data) e) => $"{e.Name} {e.Data.GetRawText()}";
}
