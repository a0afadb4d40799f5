using System.Runtime.CompilerServices;
using TradingOps.Engine.Accounts;
using TradingOps.Engine.Books;
using TradingOps.Engine.Instruments;
using TradingOps.Engine.Markets;
using TradingOps.Grains.Accounts;
using TradingOps.Grains.Journaling;

namespace TradingOps.Grains.Tests.Accounts;

public sealed class ReportFeedTests
{
    private readonly Market _market = new("AAPL");
    private readonly RecordedJournal _journal = new();

    [Fact]
    public async Task Records_of_other_accounts_are_read_once_and_then_checkpointed()
    {
        Enter("a");
        for (var i = 0; i < 2000; i++) Enter("b");
        var account = new Account("a");
        var feed = Feed(account);
        await feed.CatchUpAsync("AAPL", CancellationToken.None);
        Assert.Equal((1, 1, 2), (account.OpenOrders.Count, feed.Applied, feed.Progress));

        Enter("a");
        account = new(AccountJson.DecodeCheckpoint(AccountJson.Encode(account.ToCheckpoint())));
        feed = Feed(account);
        await feed.CatchUpAsync("AAPL", CancellationToken.None);
        Assert.Equal(2001, _journal.ReadFrom);
        Assert.Equal((2, 1, 1), (account.OpenOrders.Count, feed.Applied, feed.Progress));
    }

    private ReportFeed Feed(Account account) => new(account, InstrumentCatalogue.Default, _journal, new(TimeProvider.System));

    private void Enter(string account) => _journal.Payloads.Add(
        MarketRecordCodec.Encode(_market.Enter(MarketScripts.Limit(Side.Buy, 10_000, 1), account, null)));

    /// <summary>A journal of one stream in memory, which remembers where it was read from.</summary>
    private sealed class RecordedJournal : IJournal
    {
        public List<byte[]> Payloads { get; } = [];

        public long ReadFrom { get; private set; }

        public async IAsyncEnumerable<JournalRecord> ReadAsync(
            string stream, long fromSequence, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            await Task.CompletedTask;
            ReadFrom = fromSequence;
            for (var i = (int)fromSequence; i <= Payloads.Count; i++) yield return new(i, Payloads[i - 1]);
        }

        public ValueTask<IJournalStream> OpenAsync(string stream, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public ValueTask<IReadOnlyList<string>> ListStreamsAsync(string prefix, CancellationToken cancellationToken) =>
            throw new NotSupportedException();
    }
}
