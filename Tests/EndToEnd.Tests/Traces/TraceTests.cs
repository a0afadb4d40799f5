using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using TradingOps.EndToEnd.Tests.OrderSockets;
using TradingOps.EndToEnd.Tests.Stack;

namespace TradingOps.EndToEnd.Tests.Traces;

/// <summary>A caller's trace, from the request over the grains to the journal.</summary>
public sealed class TraceTests
{
    private const string CallersSpan = "00f067aa0ba902b7";

    [Fact]
    public async Task Both_processes_log_a_callers_trace_id_without_an_exporter()
    {
        await using var stack = await TradingStack.StartAsync(
            new StackPlan { Settings = ["--Logs:Level", "Debug"], FrontSettings = ["--Logs:Level", "Debug"] });
        var taken = await OrderAsync(stack, "0af7651916cd43dd8448eb211c80319c", isRecorded: false, quantity: 1);
        var refused = await OrderAsync(stack, "4bf92f3577b34da6a3ce929d0e0e4736", isRecorded: false, quantity: 1_000_000);
        var untraced = (await stack.PostAsync("/orders", """{"symbol":"AAPL","qty":1,"type":"limit","limit_price":1}""")).Body;

        var front = await LinesAsync(stack.FrontProcess, "RequestAnswered", atLeast: 3);
        Assert.Single(front, l => TraceOf(l) == "0af7651916cd43dd8448eb211c80319c");
        Assert.Single(front, l => TraceOf(l) == "4bf92f3577b34da6a3ce929d0e0e4736");
        Assert.All(front, l => Assert.Equal(32, TraceOf(l)!.Length));
        var silo = await LinesAsync(stack.Silo, "OrderAnswered", atLeast: 3);
        Assert.Equal(
            [(taken, "0af7651916cd43dd8448eb211c80319c"), (refused, "4bf92f3577b34da6a3ce929d0e0e4736"), (IdOf(untraced), null)],
            silo.Select(l => (l.GetProperty("Properties").GetProperty("OrderId").GetString(), TraceOf(l))));
        Assert.Equal("4bf92f3577b34da6a3ce929d0e0e4736",
            TraceOf(Assert.Single(await LinesAsync(stack.Silo, "OrderDenied", atLeast: 1))));
    }

    [Fact]
    public async Task Spans_of_both_processes_reach_a_collector_each_below_its_caller()
    {
        await using var collector = new TraceCollector();
        string[] settings = ["--Traces:Endpoint", collector.Url];
        await using var stack = await TradingStack.StartAsync(new StackPlan { Settings = settings, FrontSettings = settings });
        const string Trace = "0af7651916cd43dd8448eb211c80319c";

        // Opens the account, which is an append of its own.
        await OrderAsync(stack, "1af7651916cd43dd8448eb211c80319c", isRecorded: false, quantity: 1);
        // A process drops the spans that a busy collector does not accept in time, so the trace goes on until all have arrived.
        var (way, _) = await Eventually.BecomesAsync(
            async () =>
            {
                await OrderAsync(stack, Trace, isRecorded: true, quantity: 1);
                var spans = collector.SpansOf(Trace);
                return (Way: WayTo("journal append", spans), Names: string.Join(", ", spans.Select(s => s.Name).Distinct()));
            },
            found => found.Way.Length > 3, what: "spans of an order:");
        Assert.Equal(
            [
                "tradingops-front POST /orders",
                "tradingops-silo AccountGrain/SubmitOrder",
                "tradingops-silo OrderBookGrain/Place",
                "tradingops-silo journal append",
            ],
            way);
    }

    [Fact]
    public async Task A_message_on_a_socket_goes_on_with_its_senders_trace()
    {
        await using var collector = new TraceCollector();
        string[] settings = ["--Traces:Endpoint", collector.Url];
        await using var stack = await TradingStack.StartAsync(new StackPlan { Settings = settings, FrontSettings = settings });
        await using var socket = await OrderConnection.OpenAsync(stack.Front);
        const string Trace = "0af7651916cd43dd8448eb211c80319c";
        // Opens the account, which is an append of its own.
        Assert.Equal(201, (await socket.SubmitAsync(0, """{"symbol":"AAPL","qty":1,"type":"limit","limit_price":180}""")).Status);
        var sent = 1;
        var way = await Eventually.BecomesAsync(
            async () =>
            {
                await socket.AskAsync(sent++, $$"""
                    "op":"submit","traceparent":"00-{{Trace}}-{{CallersSpan}}-01",
                    "order":{"symbol":"AAPL","qty":1,"type":"limit","limit_price":180}
                    """);
                return string.Join(", ", WayTo("journal append", collector.SpansOf(Trace)));
            },
            found => found.Split(", ").Length > 3, what: "spans of a message:");
        Assert.Equal(
            "tradingops-front submit /ws, tradingops-silo AccountGrain/SubmitOrder, tradingops-silo OrderBookGrain/Place, "
            + "tradingops-silo journal append", way);
    }

    /// <summary>The longest way from the request down to a span; spans in between may still be to come.</summary>
    private static string[] WayTo(string name, Span[] spans) =>
        spans.Where(s => s.Name == name).Select(s => WayTo(s, spans)).MaxBy(way => way.Length) ?? [];

    private static string[] WayTo(Span last, Span[] spans)
    {
        var way = new List<string>();
        for (var span = last; span is not null; span = spans.FirstOrDefault(s => s.Id == span.ParentId))
        {
            way.Insert(0, $"{span.Service} {span.Name}");
            if (span.ParentId == CallersSpan) return [.. way];
        }
        return [];
    }

    private static async Task<string> OrderAsync(TradingStack stack, string trace, bool isRecorded, int quantity)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/orders")
        {
            Headers = { { "traceparent", $"00-{trace}-{CallersSpan}-0{(isRecorded ? 1 : 0)}" } },
            Content = new StringContent(
                $$"""{"symbol":"AAPL","qty":{{quantity}},"type":"limit","limit_price":180}""", Encoding.UTF8, "application/json"),
        };
        using var response = await stack.Front.SendAsync(request);
        return IdOf(await response.Content.ReadFromJsonAsync<JsonElement>());
    }

    private static string IdOf(JsonElement answer) =>
        (answer.TryGetProperty("order", out var refused) ? refused : answer).GetProperty("id").GetString()!;

    /// <summary>The lines of one kind in a log.</summary>
    private static Task<JsonElement[]> LinesAsync(TradingProcess process, string kind, int atLeast) => Eventually.BecomesAsync(
        () => Task.FromResult((
            from line in process.Output.Split('\n')
            where line.Contains($"\"Name\":\"{kind}\"", StringComparison.Ordinal)
                && !line.Contains("/health", StringComparison.Ordinal)
            select JsonSerializer.Deserialize<JsonElement>(line)).ToArray()),
        lines => lines.Length >= atLeast, what: $"lines of {kind}");

    private static string? TraceOf(JsonElement line) => line.TryGetProperty("TraceId", out var id) ? id.GetString() : null;
}
