using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text.Json;
using TradingOps.EndToEnd.Tests.Stack;

namespace TradingOps.EndToEnd.Tests.Faults;

/// <summary>
/// Clients that send random orders with client order ids, send again whatever had no definite answer, and remember every answer.
/// </summary>
internal sealed class RecordedLoad(TradingStack stack, IReadOnlyList<string> symbols, int seed)
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMilliseconds(20);

    private static readonly JsonSerializerOptions Json =
        new(JsonSerializerDefaults.Web) { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    private int _sent;

    /// <summary>The answer to each order that was acknowledged, by account and client order id.</summary>
    public ConcurrentDictionary<(string Account, string ClientOrderId), JsonElement> Acknowledged { get; } = [];

    /// <summary>Orders begun so far.</summary>
    public int Sent => Volatile.Read(ref _sent);

    /// <summary>
    /// One client of one account: sends <paramref name="count"/> orders, one after another, and cancels some of them.
    /// </summary>
    public async Task RunClientAsync(string account, int count, CancellationToken cancellationToken)
    {
        var random = new Random(seed ^ account.Sum(c => c * 31));
        for (var i = 0; i < count; i++)
        {
            Interlocked.Increment(ref _sent);
            var order = NextOrder(random, account, i);
            var answer = await UntilAnsweredAsync(order, cancellationToken);
            Acknowledged[(account, order.ClientOrderId)] = answer;
            if (random.Next(10) == 0) await CancelAsync(answer.GetProperty("id").GetString()!, cancellationToken);
        }
    }

    private LoadOrder NextOrder(Random random, string account, int i)
    {
        var symbol = symbols[random.Next(symbols.Count)];
        var side = random.Next(2) == 0 ? "buy" : "sell";
        var isMarket = random.Next(5) == 0;
        return new(symbol, account, side, isMarket ? "market" : "limit", isMarket ? null : 100 + random.Next(-5, 6) * 0.25m,
            random.Next(1, 20), "gtc", $"{account}-{i}");
    }

    private async Task<JsonElement> UntilAnsweredAsync(LoadOrder order, CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            try
            {
                using var response = await stack.Front.PostAsJsonAsync("/orders", order, Json, cancellationToken);
                var body = await response.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
                if ((int)response.StatusCode is 200 or 201) return body;
                Assert.True((int)response.StatusCode == 503 && body.GetProperty("retryable").GetBoolean(),
                    $"{response.StatusCode}: {body}");
            }
            catch (Exception e) when (e is HttpRequestException
                || (e is TaskCanceledException && !cancellationToken.IsCancellationRequested))
            {
                // No answer: the outcome is unknown, as with 503.
            }
            await Task.Delay(RetryAfter, cancellationToken);
        }
    }

    private async Task CancelAsync(string id, CancellationToken cancellationToken)
    {
        while (true)
        {
            using var response = await stack.Front.DeleteAsync($"/orders/{id}", cancellationToken);
            if ((int)response.StatusCode is 200 or 409) return;
            Assert.Equal(503, (int)response.StatusCode);
            await Task.Delay(RetryAfter, cancellationToken);
        }
    }

    private sealed record LoadOrder(
        string Symbol, string Account, string Side, string Type, decimal? LimitPrice, int Qty, string TimeInForce,
            string ClientOrderId);
}
