using TradingOps.EndToEnd.Tests.Stack;

namespace TradingOps.EndToEnd.Tests.Faults;

/// <summary>A silo that stands still for a minute, while the others take over its grains, and goes on.</summary>
public sealed class PausedSiloTests
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(60);
    private static readonly Dictionary<string, decimal> Markets = new()
    {
        ["AAPL"] = 160,
        ["MSFT"] = 350,
        ["NVDA"] = 112,
        ["SPY"] = 500,
        ["QQQ"] = 430,
        ["TSLA"] = 212,
        ["AMZN"] = 172,
    };

    [Fact]
    public async Task Its_stale_books_commit_nothing_and_are_counted()
    {
        await using var database = await PostgresServer.StartAsync();
        await using var stack = await TradingStack.StartAsync(new StackPlan
        {
            Silos = 3,
            Fronts = 2,
            Database = database.ConnectionString,
            // As shipped, but for one thing: it stays when it learns that it was evicted, so that its stale books go on trying.
            SiloProgram = ["Tests/FaultySilo", "lingering"],
        });
        var history = new RecordedHistory();
        await RunLoadAsync(stack, history, "before");
        await PlaceExpiringAsync(stack, history);
        var paused = await SiloWithMostBooksAsync(stack);

        await stack.Silos[paused].SignalAsync("STOP");
        // The pause itself is what is tested.
        var pause = Task.Delay(Pause);
        await RunLoadAsync(stack, history, "during");
        await pause;
        await stack.Silos[paused].SignalAsync("CONT");

        // The orders that expired meanwhile make every stale book write at once, where another has written by now.
        var conflicts = await Eventually.BecomesAsync(
            () => MetricAsync(stack, paused, "journal_conflicts_total"), n => n > 0);
        Assert.True(conflicts > 0);
        await RunLoadAsync(stack, history, "after");
        await HistoryCheck.AssertHoldsAsync(stack, history);
        var live = await stack.StateHashesAsync((paused + 1) % 3);
        Assert.Equal(live, await stack.VerifiedHashesAsync());

        await stack.KillSiloAsync(paused);
        await stack.StartSiloAsync(paused);
        Assert.Equal(live, await stack.StateHashesAsync(paused));
    }

    private static async Task RunLoadAsync(TradingStack stack, RecordedHistory history, string name)
    {
        using var patience = new CancellationTokenSource(Pace.Scale(TimeSpan.FromMinutes(2)));
        var load = new RecordedLoad(stack, 7, history);
        await Task.WhenAll(Enumerable.Range(0, 12).Select(i => load.RunClientAsync($"{name}-{i}", 60, patience.Token)));
        await load.SettleAbandonedAsync(patience.Token);
    }

    /// <summary>Far from the market, so that time ends them.</summary>
    private static async Task PlaceExpiringAsync(TradingStack stack, RecordedHistory history)
    {
        var at = DateTimeOffset.UtcNow.AddSeconds(30).ToString("O");
        foreach (var (symbol, price) in Markets)
        {
            var (status, order) = await stack.PostAsync("/orders", $$"""
                {"symbol":"{{symbol}}","account":"{{symbol}}","type":"limit","limit_price":{{price}},"qty":1,
                 "time_in_force":"gtd","expire_at":"{{at}}","client_order_id":"gtd"}
                """);
            Assert.Equal(201, status);
            history.Accounts[symbol] = 0;
            history.Acknowledged[(symbol, "gtd")] = order;
        }
    }

    private static async Task<int> SiloWithMostBooksAsync(TradingStack stack)
    {
        var books = await Task.WhenAll(Enumerable.Range(0, 3)
            .Select(i => MetricAsync(stack, i, "journal_records_total{provider=\"postgresql\"}")));
        return Array.IndexOf(books, books.Max());
    }

    private static async Task<double> MetricAsync(TradingStack stack, int silo, string name)
    {
        var text = await stack.SilosHttp[silo].GetStringAsync("/metrics");
        var line = text.Split('\n').Single(l => l.StartsWith(name + " ", StringComparison.Ordinal));
        return double.Parse(line[(name.Length + 1)..], System.Globalization.CultureInfo.InvariantCulture);
    }
}
