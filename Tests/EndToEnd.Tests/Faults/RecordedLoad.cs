using System.Net.Http.Json;
using System.Text.Json;
using TradingOps.EndToEnd.Tests.Stack;

namespace TradingOps.EndToEnd.Tests.Faults;

/// <summary>
/// Clients that send random orders with client order ids, some with exits or as pairs, one by one and in batches, send again
/// whatever had no definite answer, to the other front if there is one, and remember every answer.
/// </summary>
internal sealed class RecordedLoad(
    TradingStack stack, int seed, RecordedHistory history, IReadOnlyCollection<string>? symbols = null,
    bool cancels = true)
{
    private const int MaxBatch = 20;

    /// <summary>Markets, and about what they trade at.</summary>
    private static readonly (string Symbol, decimal Price)[] Markets =
        [("AAPL", 187), ("MSFT", 415), ("NVDA", 132), ("SPY", 585), ("QQQ", 505), ("TSLA", 249), ("AMZN", 201)];

    private static readonly TimeSpan RetryAfter = TimeSpan.FromMilliseconds(20);

    private static readonly JsonSerializerOptions Json =
        new(JsonSerializerDefaults.Web) { PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower };

    private readonly (string Symbol, decimal Price)[] _markets = [.. Markets.Where(m => symbols?.Contains(m.Symbol) ?? true)];
    private int _sent;
    private int _turn;

    /// <summary>Orders begun so far.</summary>
    public int Sent => Volatile.Read(ref _sent);

    /// <summary>
    /// One client of one account: sends <paramref name="count"/> orders, a request after the other, cancels some of them, and
    /// gives up on a few after one try.
    /// </summary>
    public async Task RunClientAsync(string account, int count, CancellationToken cancellationToken)
    {
        history.Accounts[account] = 0;
        var random = new Random(seed ^ account.Sum(c => c * 31));
        for (var i = 0; i < count;)
        {
            var size = random.Next(4) == 0 ? Math.Min(random.Next(2, MaxBatch), count - i) : 1;
            var orders = Enumerable.Range(i, size).Select(n => NextOrder(random, account, n)).ToArray();
            i += size;
            Interlocked.Add(ref _sent, size);
            if (size == 1 && random.Next(20) == 0)
            {
                if (!await TryAsync(orders, cancellationToken)) history.Abandoned[orders[0].Key] = orders[0];
                continue;
            }
            await UntilAnsweredAsync(orders, cancellationToken);
            var first = history.Acknowledged[orders[0].Key];
            if (cancels && random.Next(6) == 0) await CancelAsync(first.GetProperty("id").GetString()!, cancellationToken);
        }
    }

    /// <summary>
    /// Sends each abandoned order once more: one that was stored is answered as it was stored, any other is new.
    /// </summary>
    public async Task SettleAbandonedAsync(CancellationToken cancellationToken)
    {
        foreach (var (key, order) in history.Abandoned)
        {
            var (_, orders) = await Eventually.BecomesAsync(
                () => stack.GetAsync($"/orders?account={order.Account}&limit=1000"), a => a.Status == 200);
            var stored = orders.EnumerateArray()
                .Where(o => o.GetProperty("client_order_id").GetString() == order.ClientOrderId).ToArray();
            Assert.True(stored.Length <= 1, $"{key} was never acknowledged and is stored {stored.Length} times");
            await UntilAnsweredAsync([order], cancellationToken);
            if (stored.Length == 1)
                Assert.Equal(stored[0].GetProperty("id").GetString(), history.Acknowledged[key].GetProperty("id").GetString());
            history.Abandoned.TryRemove(key, out _);
        }
    }

    private LoadOrder NextOrder(Random random, string account, int i)
    {
        var (symbol, price) = _markets[random.Next(_markets.Length)];
        var side = random.Next(2) == 0 ? "buy" : "sell";
        var isMarket = random.Next(8) == 0;
        var order = new LoadOrder(symbol, account, side, isMarket ? "market" : "limit",
            isMarket ? null : price + random.Next(-5, 6) * 0.25m, random.Next(1, 6), "gtc", $"{account}-{i}");
        return random.Next(6) == 0 ? WithExits(random, order, price) : order;
    }

    /// <summary>The order with exits, or as a pair; larger, so that it fills in parts.</summary>
    private static LoadOrder WithExits(Random random, LoadOrder order, decimal price)
    {
        var isPair = order.Type == "limit" && random.Next(3) == 0;
        var gains = order.Side == "buy" != isPair ? 1 : -1;
        var from = isPair ? order.LimitPrice!.Value : order.LimitPrice ?? price;
        var stop = from - gains * random.Next(1, 6) * 0.25m;
        var loss = new LoadOrder.ExitAtStop(stop, random.Next(2) == 0 ? stop - gains * 0.5m : null);
        order = order with { Qty = random.Next(4, 15) };
        if (isPair) return order with { OrderClass = "oco", TakeProfit = new(from), StopLoss = loss };
        var profit = new LoadOrder.ExitAtLimit(from + gains * random.Next(1, 6) * 0.25m);
        return random.Next(3) switch
        {
            0 => order with { OrderClass = "oto", TakeProfit = profit },
            1 => order with { OrderClass = "oto", StopLoss = loss },
            _ => order with { OrderClass = "bracket", TakeProfit = profit, StopLoss = loss },
        };
    }

    private async Task UntilAnsweredAsync(LoadOrder[] orders, CancellationToken cancellationToken)
    {
        while (!await TryAsync(orders, cancellationToken))
        {
            orders = [.. orders.Where(o => !history.Acknowledged.ContainsKey(o.Key))];
            await Task.Delay(RetryAfter, cancellationToken);
        }
    }

    /// <summary>Sends what was not answered yet once; true if all of it was answered for good.</summary>
    private async Task<bool> TryAsync(LoadOrder[] orders, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            return orders.Length == 1 ? await PostAsync(orders[0], cancellationToken)
                : await PostAsync(orders, cancellationToken);
        }
        catch (Exception e) when (NoAnswer.Is(e, cancellationToken))
        {
            // The outcome is unknown, as with 503.
            Interlocked.Increment(ref history.Retries);
            return false;
        }
    }

    private async Task<bool> PostAsync(LoadOrder order, CancellationToken cancellationToken)
    {
        using var response = await NextFront().PostAsJsonAsync("/orders", order, Json, cancellationToken);
        var body = await response.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
        return Take(order, (int)response.StatusCode, body, body);
    }

    private async Task<bool> PostAsync(LoadOrder[] orders, CancellationToken cancellationToken)
    {
        using var response = await NextFront().PostAsJsonAsync("/orders/batch", orders, Json, cancellationToken);
        var body = await response.Content.ReadFromJsonAsync<JsonElement>(cancellationToken);
        if ((int)response.StatusCode != 200) return Take(orders[0], (int)response.StatusCode, body, body);
        Assert.Equal(orders.Length, body.GetArrayLength());
        var isDone = true;
        for (var i = 0; i < orders.Length; i++)
        {
            var answer = body[i];
            answer.TryGetProperty("order", out var order);
            answer.TryGetProperty("problem", out var problem);
            isDone &= Take(orders[i], answer.GetProperty("status").GetInt32(), order, problem);
        }
        return isDone;
    }

    /// <summary>Remembers a definite answer; false if it is none.</summary>
    private bool Take(LoadOrder sent, int status, JsonElement order, JsonElement problem)
    {
        if (status == 503)
        {
            Assert.True(problem.GetProperty("retryable").GetBoolean(), $"{sent}: {problem}");
            Interlocked.Increment(ref history.Retries);
            return false;
        }
        // A refused order is stored as well, and stands in the problem.
        if (status == 422) order = problem.GetProperty("order");
        else Assert.True(status is 200 or 201, $"{sent}: {status} {problem}");
        history.Sent[sent.Key] = sent;
        history.Acknowledged[sent.Key] = order;
        return true;
    }

    private async Task CancelAsync(string id, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                using var response = await NextFront().DeleteAsync($"/orders/{id}", cancellationToken);
                if ((int)response.StatusCode == 200) history.Canceled[id] = 0;
                if ((int)response.StatusCode is 200 or 409) return;
                Assert.Equal(503, (int)response.StatusCode);
            }
            catch (Exception e) when (NoAnswer.Is(e, cancellationToken))
            {
                // Canceling what was canceled says so.
            }
            Interlocked.Increment(ref history.Retries);
            await Task.Delay(RetryAfter, cancellationToken);
        }
    }

    private HttpClient NextFront() => stack.Fronts[(int)((uint)Interlocked.Increment(ref _turn) % stack.Fronts.Count)];
}
