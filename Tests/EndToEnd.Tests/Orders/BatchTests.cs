using System.Text.Json;
using TradingOps.EndToEnd.Tests.Stack;

namespace TradingOps.EndToEnd.Tests.Orders;

/// <summary><c>POST /orders/batch</c> over HTTP.</summary>
public sealed class BatchTests(BatchTests.Shared shared) : IClassFixture<BatchTests.Shared>
{
    [Fact]
    public async Task Every_element_of_a_batch_is_answered_as_if_sent_alone()
    {
        var (status, answers) = await shared.Stack.PostAsync("/orders/batch",
            """
            [{"symbol":"AAPL","account":"b1","type":"limit","limit_price":10,"qty":1,"client_order_id":"x"},
             {"symbol":"AAPL","account":"b2","type":"limit","limit_price":10,"qty":2},
             {"symbol":"NOPE","account":"b1","qty":1},
             {"symbol":"AAPL","account":"b1","qty":1,"price":3},
             {"symbol":"AAPL","account":"b1","type":"limit","limit_price":10,"qty":1,"client_order_id":"x"},
             {"symbol":"AAPL","account":"b1","type":"limit","limit_price":10,"qty":4,"client_order_id":"x"},
             {"symbol":"AAPL","account":"b2","type":"limit","limit_price":9000,"qty":900},
             {"symbol":"AAPL","account":"b1","qty":0}]
            """);
        Assert.Equal(200, status);
        Assert.Equal([201, 201, 404, 400, 200, 409, 422, 400],
            answers.EnumerateArray().Select(a => a.GetProperty("status").GetInt32()));
        Assert.Equal(
            ["unknown_symbol", "unknown_field", "client_order_id_reused", "insufficient_buying_power", "invalid_quantity"],
            answers.EnumerateArray().Where(a => a.TryGetProperty("problem", out _))
                .Select(a => a.GetProperty("problem").GetProperty("code").GetString()));
        Assert.Equal("rejected", answers[6].GetProperty("problem").GetProperty("order").GetProperty("status").GetString());
        Assert.Equal(Id(answers[0]), Id(answers[4]));
        Assert.Equal("b2", answers[1].GetProperty("order").GetProperty("account").GetString());
        var (_, stored) = await shared.Stack.GetAsync("/orders?account=b1");
        Assert.Equal(Id(answers[0]), Assert.Single(stored.EnumerateArray()).GetProperty("id").GetString());
    }

    [Theory]
    [InlineData("[]", "invalid_batch")]
    [InlineData("{}", "malformed_json")]
    [InlineData("[null]", "malformed_json")]
    [InlineData("[[]]", "malformed_json")]
    [InlineData("""[{"symbol":"AAPL","account":"b3","qty":1},{"symbol":"AAPL","account":"b3","qty":"many"}]""", "invalid_quantity")]
    [InlineData("""[{"symbol":"AAPL","account":"b3","qty":1},""", "malformed_json")]
    public async Task A_batch_that_cannot_be_read_does_nothing(string json, string code)
    {
        var (status, problem) = await shared.Stack.PostAsync("/orders/batch", json);
        Assert.Equal((400, code), (status, problem.GetProperty("code").GetString()));
        Assert.Equal(0, (await shared.Stack.GetAsync("/orders?account=b3")).Body.GetArrayLength());
    }

    [Fact]
    public async Task A_batch_has_at_most_1000_orders()
    {
        const string Order = """{"symbol":"AAPL","account":"b4","type":"limit","limit_price":10,"qty":1}""";
        var (refused, problem) =
            await shared.Stack.PostAsync("/orders/batch", $"[{string.Join(',', Enumerable.Repeat(Order, 1001))}]");
        Assert.Equal((400, "invalid_batch"), (refused, problem.GetProperty("code").GetString()));
        var (taken, answers) =
            await shared.Stack.PostAsync("/orders/batch", $"[{string.Join(',', Enumerable.Repeat(Order, 1000))}]");
        Assert.Equal(200, taken);
        Assert.Equal(1000, answers.EnumerateArray().Select(Id).Distinct().Count());
    }

    private static string Id(JsonElement answer) => answer.GetProperty("order").GetProperty("id").GetString()!;

    public sealed class Shared : IAsyncLifetime
    {
        internal TradingStack Stack { get; private set; } = null!;

        public async Task InitializeAsync() => Stack = await TradingStack.StartAsync();

        public async Task DisposeAsync() => await Stack.DisposeAsync();
    }
}
