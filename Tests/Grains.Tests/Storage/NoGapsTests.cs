using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using TradingOps.Engine.Books;
using TradingOps.Engine.Errors;
using TradingOps.Engine.Instruments;
using TradingOps.Engine.Markets;
using TradingOps.Grains.Journaling;
using TradingOps.Silo.Recovery;
using TradingOps.Silo.Storage;
using TradingOps.Silo.Storage.Postgres;

namespace TradingOps.Grains.Tests.Storage;

/// <summary>A database that came back with an older end: nothing is stored above the gap, and the loss is known.</summary>
[Trait("Needs", "Setup")]
public sealed class NoGapsTests : IAsyncLifetime
{
    private PostgresServer _server = null!;

    public async Task InitializeAsync()
    {
        _server = await PostgresServer.StartAsync();
        await using var source = NpgsqlDataSource.Create(_server.ConnectionString);
        await Schema.ApplyAsync(source, CancellationToken.None);
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task Refusing_a_record_behind_a_gap_is_a_loss_for_all()
    {
        await using var other = Silo();
        await using (var first = Silo())
        {
            var written = await first.OpenAsync("AAPL");
            for (var i = 1; i <= 5; i++) await RunningStore.AppendAsync(written, i);
        }
        // Restored from the journal by another silo, which acknowledged none of it.
        await using var silo = Silo();
        var (aapl, msft) = (await silo.OpenAsync("AAPL"), await silo.OpenAsync("MSFT"));
        await RunningStore.AppendAsync(msft, 1);
        await GoBackAsync(
            """
            DELETE FROM journal WHERE stream = 'book/AAPL' AND sequence > 3;
            DELETE FROM orders WHERE id IN ('AAPL-4', 'AAPL-5');
            DELETE FROM open_orders WHERE place NOT IN (SELECT place FROM orders)
            """);
        msft = await silo.OpenAsync("MSFT");
        if (await Record.ExceptionAsync(() => RunningStore.AppendAsync(msft, 2)) is not null)
            await RunningStore.AppendAsync(msft = await silo.OpenAsync("MSFT"), 2);
        Assert.Empty(silo.Ends);

        var refused = await Assert.ThrowsAsync<JournalException>(() => RunningStore.AppendAsync(aapl, 6));
        Assert.Contains("loss 1", refused.Message, StringComparison.Ordinal);
        await Eventually.HoldsAsync(() => Task.FromResult(!silo.Ends.IsEmpty && !other.Ends.IsEmpty));
        Assert.Equal("1|book/AAPL|4|5", (await _server.ExecuteAsync("SELECT * FROM lost_records")).Trim());
        await Assert.ThrowsAsync<JournalException>(() => RunningStore.AppendAsync(msft, 3));
        Assert.Equal("book/AAPL 3|book/MSFT 2", await EndsAsync());
    }

    [Fact]
    public async Task Two_activations_of_one_stream_are_no_loss()
    {
        await using var silo = Silo();
        await using var other = Silo();
        var (one, two) = (await silo.OpenAsync("AAPL"), await other.OpenAsync("AAPL"));
        await RunningStore.AppendAsync(one, 1);
        Task<Exception?[]> first, second;
        await using (await _server.HoldAsync("journal")) (first, second) = (AppendAsync(one), AppendAsync(two));
        var (failures, others) = (await first, await second);
        Assert.True(failures.All(f => f is null) != others.All(f => f is null));
        // The predecessor is there when it is looked for again.
        silo.Losses.Suspect("book/AAPL", 1);
        await Eventually.BecomesAsync(() => Task.FromResult(silo.Watch.Fault), fault => fault is null);
        await RunningStore.AppendAsync(await silo.OpenAsync("AAPL"), 5);
        Assert.Equal(("0", 0, 0), (
            (await _server.ExecuteAsync("SELECT count(*) FROM losses")).Trim(), silo.Ends.Count, other.Ends.Count));

        static Task<Exception?[]> AppendAsync(IJournalStream stream) => Task.WhenAll(
            Enumerable.Range(2, 3).Select(s => Record.ExceptionAsync(() => RunningStore.AppendAsync(stream, s))));
    }

    [Fact]
    public async Task Within_one_batch_a_gap_takes_nothing_behind_it()
    {
        await using var silo = Silo();
        var (aapl, msft) = (await silo.OpenAsync("AAPL"), await silo.OpenAsync("MSFT"));
        await RunningStore.AppendAsync(aapl, 1);
        (Task first, Task[] behind) = (Task.CompletedTask, []);
        await using (await _server.HoldAsync("journal"))
        {
            // The first waits for the table; the others become one batch behind it.
            first = RunningStore.AppendAsync(msft, 1);
            behind = [.. Enumerable.Range(2, 4).Where(s => s != 3).Select(s => RunningStore.AppendAsync(aapl, s))];
        }
        await Task.WhenAll(first, behind[0]);
        await Assert.ThrowsAsync<JournalException>(() => behind[1]);
        await Assert.ThrowsAsync<JournalException>(() => behind[2]);
        Assert.Equal("book/AAPL 2|book/MSFT 1", await EndsAsync());
    }

    [Fact]
    public async Task A_loss_stops_every_silo_until_two_people_accept_it()
    {
        await using var silo = Silo();
        await using var other = Silo();
        var (aapl, msft) = (await silo.OpenAsync("AAPL"), await other.OpenAsync("MSFT"));
        for (var i = 1; i <= 5; i++) await RunningStore.AppendAsync(aapl, i);
        await RunningStore.AppendAsync(msft, 1);
        await GoBackAsync(
            """
            DELETE FROM journal WHERE stream = 'book/AAPL' AND sequence > 2;
            DELETE FROM orders WHERE id IN ('AAPL-3', 'AAPL-4', 'AAPL-5');
            DELETE FROM open_orders WHERE place NOT IN (SELECT place FROM orders)
            """);

        // Above the gap nothing is stored, and each silo ends: its grains remember what is gone.
        await Assert.ThrowsAsync<JournalException>(() => RunningStore.AppendAsync(aapl, 6));
        await Eventually.HoldsAsync(() => Task.FromResult(!silo.Ends.IsEmpty && !other.Ends.IsEmpty));
        Assert.All(silo.Ends.Concat(other.Ends), why => Assert.Contains("loss 1", why, StringComparison.Ordinal));
        Assert.Equal("book/AAPL|3|5", (await _server.ExecuteAsync("SELECT stream, first, last FROM lost_records")).Trim());
        Assert.Equal("AAPL-3,AAPL-4,AAPL-5",
            (await _server.ExecuteAsync("SELECT string_agg(order_id, ',' ORDER BY order_id) FROM lost_orders")).Trim());

        await using var started = Silo();
        var again = await started.OpenAsync("AAPL");
        await Assert.ThrowsAsync<JournalException>(() => RunningStore.AppendAsync(again, 3));

        await RefusedAsync("SELECT approve_loss(1, 'bob')", "must be accepted first");
        await RefusedAsync("SELECT accept_loss(1, 'ann', ' ')", "a name and a reason are needed");
        await _server.ExecuteAsync("SELECT accept_loss(1, 'ann', 'replica lagged')");
        await RefusedAsync("SELECT approve_loss(1, 'Ann')", "must be approved by a second person");
        again = await started.OpenAsync("AAPL");
        await Assert.ThrowsAsync<JournalException>(() => RunningStore.AppendAsync(again, 3));
        await _server.ExecuteAsync("SELECT approve_loss(1, 'bob')");
        await RunningStore.AppendAsync(await started.OpenAsync("AAPL"), 3);
        await Eventually.HoldsAsync(() => Task.FromResult(started.Watch.Fault is null));
        Assert.Empty(started.Ends);
        // A silo that was away and still remembers what was accepted ends too, and opens no second loss.
        await GoBackAsync("SELECT 1");
        await Eventually.HoldsAsync(() => Task.FromResult(silo.Ends.Count > 1));
        Assert.Equal("1", (await _server.ExecuteAsync("SELECT count(*) FROM losses")).Trim());

        // The same sequence, lost a second time, is a second loss.
        await GoBackAsync(
            """
            DELETE FROM journal WHERE sequence = 3;
            DELETE FROM orders WHERE id = 'AAPL-3'; DELETE FROM open_orders WHERE place NOT IN (SELECT place FROM orders)
            """);
        await Eventually.BecomesAsync(
            async () => (await _server.ExecuteAsync("SELECT max(id) FROM losses")).Trim(), last => last == "2");
        await Eventually.HoldsAsync(() => Task.FromResult(!started.Ends.IsEmpty));
    }

    [Fact]
    public async Task A_database_that_only_restarted_has_lost_nothing()
    {
        await using var silo = Silo();
        var aapl = await silo.OpenAsync("AAPL");
        for (var i = 1; i <= 3; i++) await RunningStore.AppendAsync(aapl, i);
        await _server.CrashAsync();
        await Eventually.BecomesAsync(
            async () =>
            {
                try
                {
                    await RunningStore.AppendAsync(await silo.OpenAsync("AAPL"), 4);
                    return null;
                }
                catch (JournalException e)
                {
                    return e;
                }
            },
            error => error is null or JournalConflictException);
        Assert.Equal(("book/AAPL 4", 0), (await EndsAsync(), silo.Ends.Count));
    }

    [Fact]
    public async Task Verification_and_a_market_say_which_records_are_missing()
    {
        await using var silo = Silo();
        var aapl = await silo.OpenAsync("AAPL");
        for (var i = 1; i <= 5; i++) await RunningStore.AppendAsync(aapl, i);
        await _server.ExecuteAsync("DELETE FROM journal WHERE sequence IN (3, 4)");
        var failure = await Assert.ThrowsAsync<VerificationFailedException>(
            () => JournalVerification.VerifyAsync(silo.Journal, "AAPL"));
        Assert.Equal("AAPL: records 3 to 4 are missing", failure.Message);

        var log = new GrainLog<MarketRecord>(
            silo.Journal, "book/AAPL", new(MarketRecordCodec.Encode, MarketRecordCodec.Decode), () => { }, NullLogger.Instance);
        await log.OpenAsync(null, CancellationToken.None);
        var error = await Assert.ThrowsAsync<TradingUnavailableException>(async () =>
        {
            await foreach (var _ in log.ReplayAsync(CancellationToken.None)) { }
        });
        Assert.Equal((TradingError.JournalDamaged, "records 3 to 4 of book/AAPL are missing"), (error.Code, error.Message));
    }

    private async Task RefusedAsync(string sql, string why)
    {
        var failure = await Assert.ThrowsAnyAsync<Exception>(() => _server.ExecuteAsync(sql));
        Assert.Contains(why, failure.Message, StringComparison.Ordinal);
    }

    private RunningStore Silo() => new(_server.ConnectionString);

    /// <summary>The database comes back with an older end.</summary>
    private async Task GoBackAsync(string sql)
    {
        await _server.ExecuteAsync(sql);
        await _server.ExecuteAsync("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()");
    }

    /// <summary>The last record of each stream.</summary>
    private async Task<string> EndsAsync() => (await _server.ExecuteAsync(
        """
        SELECT string_agg(stream || ' ' || last, '|' ORDER BY stream)
        FROM (SELECT stream, max(sequence) AS last FROM journal GROUP BY stream) s
        """)).Trim();

    /// <summary>The store of one silo.</summary>
    private sealed class RunningStore : IAsyncDisposable
    {
        private readonly NpgsqlDataSource _source;

        public RunningStore(string connectionString)
        {
            Losses = new(Ends.Enqueue, NullLogger<StoreLosses>.Instance);
            _source = PostgresStoreServices.CreateSource(connectionString, losses: Losses);
            Watch = new(_source, Losses, TimeProvider.System, NullLogger<DatabaseWatch>.Instance);
            Journal = new(
                _source, Watch, Losses, InstrumentCatalogue.Default, new JournalMetrics("postgresql"),
                NullLogger<PostgresJournal>.Instance);
            _ = Watch.StartAsync(CancellationToken.None);
        }

        /// <summary>Why this silo was to end.</summary>
        public ConcurrentQueue<string> Ends { get; } = [];

        public StoreLosses Losses { get; }

        public DatabaseWatch Watch { get; }

        public PostgresJournal Journal { get; }

        public async Task<IJournalStream> OpenAsync(string symbol) =>
            await Journal.OpenAsync(JournalStreams.Book(symbol), CancellationToken.None);

        /// <summary>Appends an order as the record of a sequence.</summary>
        public static Task AppendAsync(IJournalStream stream, long sequence)
        {
            var market = new Market(JournalStreams.SymbolOf(stream.Name)!);
            while (market.Sequence < sequence - 1) Enter();
            return stream.AppendAsync(sequence, MarketRecordCodec.Encode(Enter()));

            MarketRecord Enter() => market.Enter(MarketScripts.Limit(Side.Buy, 10_000, 1), "a", null);
        }

        public async ValueTask DisposeAsync()
        {
            await Watch.StopAsync(CancellationToken.None);
            await Journal.DisposeAsync();
            await _source.DisposeAsync();
        }
    }
}
