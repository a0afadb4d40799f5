using System.Text.Json;
using TradingOps.EndToEnd.Tests.Faults;
using TradingOps.EndToEnd.Tests.Stack;

namespace TradingOps.EndToEnd.Tests.Streams;

public sealed class ResumeTests
{
    private const int OrdersAClient = 150;

    private static readonly string[] Symbols = ["AAPL", "MSFT"];

    [Fact]
    public async Task No_event_is_lost_or_repeated_when_fronts_and_a_silo_die()
    {
        await using var stack = await TradingStack.StartAsync();
        await FollowAsync(stack);
    }

    [Fact]
    public async Task A_cluster_without_a_markets_silo_loses_nothing_acknowledged()
    {
        await using var database = await PostgresServer.StartAsync();
        await using var stack = await TradingStack.StartClusterAsync(database.ConnectionString, silos: 3);
        await FollowAsync(stack);
    }

    /// <summary>
    /// Follows markets under load while fronts and the silo of one of the markets are killed and started again.
    /// </summary>
    private static async Task FollowAsync(TradingStack stack)
    {
        await using var a = await TradingFront.StartAsync(stack);
        await using var b = await TradingFront.StartAsync(stack);
        var history = new RecordedHistory();
        var load = new RecordedLoad(stack, 11, history, Symbols);
        using var patience = new CancellationTokenSource(Pace.Scale(TimeSpan.FromMinutes(5)));
        var reader = new RestlessReader([a, b], Symbols);
        var reading = reader.ReadToTheEndAsync(patience.Token);

        var clients = Task.WhenAll(
            Enumerable.Range(0, 4).Select(i => load.RunClientAsync($"r{i}", OrdersAClient, patience.Token)));
        await UntilSentAsync(load, OrdersAClient);
        await a.Process.KillAsync();
        await UntilSentAsync(load, 2 * OrdersAClient);
        var silo = stack.HomeOf(Symbols[0]);
        await stack.KillSiloAsync(silo);
        await stack.StartSiloAsync(silo);
        await a.StartAgainAsync();
        await UntilSentAsync(load, 3 * OrdersAClient);
        await b.Process.KillAsync();
        await b.StartAgainAsync();
        await clients;
        foreach (var symbol in Symbols) await RestlessReader.EndAsync(stack, symbol);
        await reading;

        Assert.True(reader.Resumed > 3, $"the reader came back only {reader.Resumed} times");
        foreach (var symbol in Symbols)
        {
            var whole = await RestlessReader.ReadWholeLogAsync(b, symbol);
            Assert.Equal(whole, reader.Events[symbol]);
            var accepted = whole.Where(e => e.Contains("\"event\":\"accepted\""))
                .Select(e => JsonElement.Parse(e[e.IndexOf('{')..]).GetProperty("id").GetString()).ToHashSet();
            // What an account refused, as while the firm's breaker is away, never reached its market.
            Assert.All(
                history.Acknowledged.Values.Where(o =>
                    o.GetProperty("symbol").GetString() == symbol && o.GetProperty("status").GetString() != "rejected"),
                o => Assert.Contains(o.GetProperty("id").GetString(), accepted));
        }
    }

    private static async Task UntilSentAsync(RecordedLoad load, int count) =>
        await Eventually.BecomesAsync(() => Task.FromResult(load.Sent), sent => sent >= count, TimeSpan.FromMinutes(2));
}
