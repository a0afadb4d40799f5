using System.Runtime.CompilerServices;
using TradingOps.Engine.Errors;
using TradingOps.Grains.Accounts;
using TradingOps.Grains.Orders;

namespace TradingOps.Grains.Tests.Accounts;

public sealed class ClientOrderIdsTests
{
    private readonly Store _store = new();
    private readonly ClientOrderIds _ids;

    public ClientOrderIdsTests() => _ids = new("a", _store);

    [Fact]
    public async Task Only_what_is_stored_or_was_used_may_be_stored()
    {
        _store.Ids = ["old-1", "old-2"];
        Assert.True(_ids.Use("early"));
        await _ids.ReadStoredAsync(CancellationToken.None);

        Assert.True(_ids.Use("early"));
        Assert.True(_ids.Use("old-1"));
        Assert.True(_ids.Use("old-2"));
        Assert.False(_ids.Use("new"));
        Assert.True(_ids.Use("new"));
    }

    [Fact]
    public async Task Every_id_may_be_stored_until_all_are_read()
    {
        _store.Ids = ["old-1", "old-2"];
        _store.FailsAfter = 1;
        await Assert.ThrowsAsync<TradingUnavailableException>(() => _ids.ReadStoredAsync(CancellationToken.None));
        Assert.True(_ids.Use("new-1"));

        // The next call goes on behind what was read.
        _store.Ids = ["old-2"];
        _store.FailsAfter = null;
        await _ids.ReadStoredAsync(CancellationToken.None);
        Assert.True(_ids.Use("old-1"));
        Assert.True(_ids.Use("old-2"));
        Assert.False(_ids.Use("new-2"));
    }

    [Fact]
    public async Task A_store_that_finds_them_at_once_is_asked_always()
    {
        _store.Ids = null;
        await _ids.ReadStoredAsync(CancellationToken.None);
        Assert.True(_ids.Use("new"));
    }

    [Fact]
    public void None_is_forgotten_and_few_new_ones_are_taken_for_old()
    {
        const int Count = 200_000;
        var seen = new SeenIds();
        var mistaken = Enumerable.Range(0, Count).Count(i => seen.Add($"id-{i}"));
        Assert.True(mistaken < Count / 20, $"{mistaken} of {Count} new ids were taken for old");
        Assert.All(Enumerable.Range(0, Count), i => Assert.True(seen.Add($"id-{i}")));
    }

    private sealed class Store : IOrderQueries
    {
        public string[]? Ids { get; set; } = [];

        public int? FailsAfter { get; set; }

        public IAsyncEnumerable<string>? ListClientOrderIds(string account, string after, CancellationToken cancellationToken) =>
            Ids is null ? null : ListAsync(Ids.Where(id => string.CompareOrdinal(id, after) > 0).ToArray(), cancellationToken);

        public ValueTask<OrderView?> FindOrderAsync(string id, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public ValueTask<IReadOnlyList<OrderView>> FindOrdersAsync(
            IReadOnlyList<string> ids, CancellationToken cancellationToken) => throw new NotSupportedException();

        public ValueTask<IReadOnlyList<OrderView>> FindByClientOrderIdsAsync(
            string account, IReadOnlyList<string> clientOrderIds, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public ValueTask<OrderPage> ListOrdersAsync(OrderFilter filter, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public ValueTask<TradeView?> FindTradeAsync(string id, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public ValueTask<TradePage> ListTradesAsync(TradeFilter filter, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public ValueTask<IReadOnlyCollection<string>> ListSymbolsAsync(string account, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        private async IAsyncEnumerable<string> ListAsync(
            string[] ids, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.Yield();
            for (var i = 0; i < ids.Length; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (i == FailsAfter) throw new TradingUnavailableException(
                    TradingError.DatabaseUnavailable, "the database is away");
                yield return ids[i];
            }
        }
    }
}
