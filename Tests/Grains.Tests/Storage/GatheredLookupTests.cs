using TradingOps.Engine.Books;
using TradingOps.Engine.Errors;
using TradingOps.Engine.Instruments;
using TradingOps.Grains.Orders;
using TradingOps.Silo.Storage.Postgres;

namespace TradingOps.Grains.Tests.Storage;

public sealed class GatheredLookupTests
{
    private readonly List<(string[] Accounts, string[] Ids)> _questions = [];
    private readonly Queue<TaskCompletionSource<List<OrderView>>> _answers = new();
    private readonly GatheredLookup _lookup;

    public GatheredLookupTests() => _lookup = new((accounts, ids) =>
    {
        var answer = new TaskCompletionSource<List<OrderView>>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_answers)
        {
            _questions.Add((accounts, ids));
            _answers.Enqueue(answer);
        }
        return answer.Task;
    });

    [Fact]
    public async Task Lookups_during_a_query_share_the_next_one()
    {
        var first = _lookup.FindAsync("a", ["1"]);
        var answer = await NextAsync();
        var (second, third) = (_lookup.FindAsync("a", ["1", "2"]), _lookup.FindAsync("b", ["2"]));
        answer.SetResult([]);
        Assert.Empty(await first);

        (await NextAsync()).SetResult([Order("a", "2"), Order("b", "2")]);
        var own = Assert.Single(await second);
        Assert.Equal(("a", "2"), (own.Account, own.Request.ClientOrderId));
        Assert.Equal("b", Assert.Single(await third).Account);
        Assert.Equal(2, _questions.Count);
        Assert.Equal(["a", "a", "b"], _questions[1].Accounts);
        Assert.Equal(["1", "2", "2"], _questions[1].Ids);
    }

    [Fact]
    public async Task A_failure_reaches_only_the_requests_that_waited()
    {
        var first = _lookup.FindAsync("a", ["1"]);
        (await NextAsync()).SetException(new TradingUnavailableException(TradingError.DatabaseUnavailable, "gone"));
        await Assert.ThrowsAsync<TradingUnavailableException>(() => first);

        var second = _lookup.FindAsync("a", ["1"]);
        (await NextAsync()).SetResult([Order("a", "1")]);
        Assert.Single(await second);
    }

    private Task<TaskCompletionSource<List<OrderView>>> NextAsync() => Eventually.BecomesAsync(
        () =>
        {
            lock (_answers) return Task.FromResult(_answers.TryDequeue(out var answer) ? answer : null!);
        },
        answer => answer is not null);

    private static OrderView Order(string account, string clientOrderId)
    {
        var order = new BookCommand
        {
            Kind = BookCommandKind.New,
            Time = 1,
            OrderId = 1,
            Spec = new() { Quantity = 1, Price = 1 },
        };
        return OrderState.From("AAPL", account, clientOrderId, null, order).ToView(InstrumentCatalogue.Default["AAPL"]);
    }
}
