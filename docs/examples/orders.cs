// Places an order so that it is stored once, follows it across a broken connection, and cancels it. Run: dotnet run orders.cs
// Settings: TRADINGOPS_URL, TRADINGOPS_KEY.
#:property PublishAot=false

using System.Net.Http.Headers;
using System.Net.ServerSentEvents;
using System.Text;
using System.Text.Json;

using var http = new HttpClient
{
    BaseAddress = new(Environment.GetEnvironmentVariable("TRADINGOPS_URL") ?? "http://localhost:8080"),
    Timeout = Timeout.InfiniteTimeSpan,
};
if (Environment.GetEnvironmentVariable("TRADINGOPS_KEY") is { Length: > 0 } key)
    http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", key);

var book = await CallAsync(HttpMethod.Get, "/books/AAPL?depth=1");
var order = $$"""
    {"symbol":"AAPL","qty":1,"type":"limit","limit_price":100,"time_in_force":"gtc","client_order_id":"cs-{{Guid.NewGuid()}}"}
    """;
var id = (await CallAsync(HttpMethod.Post, "/orders", order)).GetProperty("id").GetString()!;
var again = (await CallAsync(HttpMethod.Post, "/orders", order)).GetProperty("id").GetString();
if (again != id) throw new InvalidOperationException($"stored twice: {id} and {again}");
Console.WriteLine($"placed {id}, once");
var last = await UntilAsync("accepted", $"AAPL={book.GetProperty("sequence").GetInt64()}");
Console.WriteLine($"accepted at {last}");
Console.WriteLine((await CallAsync(HttpMethod.Delete, $"/orders/{id}")).GetProperty("status").GetString());
await UntilAsync("canceled", last);
Console.WriteLine("done");

// Sends the same request until there is a definite answer: with a client_order_id it is stored once.
async Task<JsonElement> CallAsync(HttpMethod method, string path, string? content = null)
{
    for (var attempt = 1; ; attempt++)
    {
        try
        {
            using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(10));
            using var request = new HttpRequestMessage(method, path);
            if (content is not null) request.Content = new StringContent(content, Encoding.UTF8, "application/json");
            using var response = await http.SendAsync(request, patience.Token);
            using var body = JsonDocument.Parse(await response.Content.ReadAsStringAsync(patience.Token));
            if (response.IsSuccessStatusCode) return body.RootElement.Clone();
            if (!body.RootElement.GetProperty("retryable").GetBoolean()) throw new InvalidOperationException(
                $"{body.RootElement}");
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException && attempt < 5)
        {
            // No answer: what it did is not known, so it is sent again.
        }
        if (attempt == 5) throw new TimeoutException($"{method} {path} has no answer");
        await Task.Delay(TimeSpan.FromMilliseconds(100 * Math.Pow(2, attempt)));
    }
}

// Reads the stream behind an id until something happens to our order, over as many connections as it takes.
async Task<string> UntilAsync(string what, string lastId)
{
    while (true)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/stream?symbol=AAPL&account=demo&types=order");
            request.Headers.Add("Last-Event-ID", lastId);
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            var events = SseParser.Create(await response.Content.ReadAsStreamAsync());
            await foreach (var e in events.EnumerateAsync())
            {
                lastId = events.LastEventId;
                if (e.EventType != "order") continue;
                using var data = JsonDocument.Parse(e.Data);
                if (data.RootElement.GetProperty("id").GetString() == id
                    && data.RootElement.GetProperty("event").GetString() == what) return lastId;
            }
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            // The connection broke: go on behind the last id, on this front or another.
        }
        await Task.Delay(TimeSpan.FromSeconds(1));
    }
}
