using Npgsql;
using TradingOps.Grains.Losses;
using TradingOps.Silo.Storage.Postgres;

namespace TradingOps.Grains.Tests.Storage;

/// <summary>How two people accept a loss of records.</summary>
[Trait("Needs", "Setup")]
public sealed class PostgresLossesTests
{
    [Fact]
    public async Task A_loss_is_accepted_by_two_people_once()
    {
        await using var server = await PostgresServer.StartAsync();
        await using var source = NpgsqlDataSource.Create(server.ConnectionString);
        await Schema.ApplyAsync(source, CancellationToken.None);
        await server.ExecuteAsync(
            """
            INSERT INTO losses (found_by) VALUES ('silo-1/4711');
            INSERT INTO lost_records SELECT 1, 'account/' || i, 5, 6 FROM generate_series(1, 1200) i;
            INSERT INTO lost_orders SELECT 1, 'AAPL-' || i FROM generate_series(1, 1200) i;
            INSERT INTO snapshots (stream, sequence, state) VALUES ('account/a', 1, '');
            """);
        var losses = new PostgresLosses(source);
        var open = Assert.Single(await losses.ListAsync());
        Assert.Equal((1, "silo-1/4711", null, null), (open.Number, open.FoundBy, open.AcceptedBy, open.ApprovedBy));
        Assert.Equal((1000, new("account/1", 5, 6), 1000, 1200),
            (open.Streams.Length, open.Streams[0], open.Orders.Length, open.OrderCount));

        Assert.Null(await losses.AcceptAsync(2, "lag", "ann"));
        var first = await losses.AcceptAsync(1, "lag", "ann");
        Assert.Equal((LossRefusal.None, "ann", null, "lag"),
            (first!.Refusal, first.Loss.AcceptedBy, first.Loss.ApprovedBy, first.Loss.Reason));
        Assert.Equal(LossRefusal.SecondPersonRequired, (await losses.AcceptAsync(1, "lag", "Ann"))!.Refusal);
        // One of two who decide at the same time is the second, and the other comes too late.
        var both = await Task.WhenAll(losses.AcceptAsync(1, "agreed", "bob"), losses.AcceptAsync(1, "agreed", "carl"));
        Assert.Equal([LossRefusal.None, LossRefusal.Approved], both.Select(a => a!.Refusal).Order());
        var done = Assert.Single(await losses.ListAsync());
        Assert.Equal($"lag; {done.ApprovedBy}: agreed", done.Reason);
        Assert.Equal("0", (await server.ExecuteAsync("SELECT count(*) FROM snapshots")).Trim());
    }
}
