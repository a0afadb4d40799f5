using TradingOps.Engine.Audit;
using TradingOps.Engine.Books;
using TradingOps.Engine.Markets;
using TradingOps.Grains.Incidents;
using TradingOps.Grains.Journaling;
using TradingOps.Grains.Tests.Cluster;

namespace TradingOps.Grains.Tests.Audit;

public sealed class AuditTests(TradingCluster cluster) : IClassFixture<TradingCluster>
{
    [Fact]
    public async Task The_audit_is_right_during_trading_and_finds_forged_figures()
    {
        string[] accounts = ["audit-a", "audit-b", "audit-c"];
        string[] symbols = ["AAPL", "ESZ7"];
        using var stop = new CancellationTokenSource();
        var trading = accounts.Select((account, seed) => TradeAsync(account, symbols, seed, stop.Token)).ToArray();
        var compared = 0;
        await Eventually.HoldsAsync(async () =>
        {
            var audit = await cluster.Grains.GetAudit().Run();
            Assert.Empty(audit.Violations);
            compared += audit.Compared - audit.Postponed;
            return compared >= 30;
        });
        await stop.CancelAsync();
        await Task.WhenAll(trading);
        var still = await UntilNothingIsPostponed();
        Assert.Empty(still.Violations);
        Assert.True(still.Compared >= 3, $"{still.Compared} compared");
        Assert.Equal(0, (await cluster.Grains.GetAudit().Wake()).Violations);

        // A fill that no market ever made.
        var last = await cluster.Grains.GetOrderBook("AAPL").LastReportOf("audit-a");
        var forged = new ExecutionReport
        {
            Account = "audit-a",
            Number = last + 1,
            Sequence = 1_000_000,
            Time = 0,
            Kind = BookEventKind.Accepted,
            OrderNumber = 1_000_000,
            Side = Side.Buy,
            Price = 100,
            Quantity = 7,
            Remaining = 7,
        };
        var fill = forged with { Number = last + 2, Kind = BookEventKind.Traded, Remaining = 0, Trade = 1 };
        await cluster.Grains.GetAccount("audit-a").Deliver(new("AAPL", [forged, fill], last + 2));
        // The market goes on without knowing, and comes to the numbers that were forged.
        await Limit("audit-a", "AAPL", Side.Buy, 1, 1);
        await Limit("audit-a", "AAPL", Side.Buy, 1, 1);
        // While nobody can be told of it, it stays to be told.
        cluster.Journal.Failure = new JournalException("the disk is full");
        await Assert.ThrowsAsync<TradingUnavailableException>(cluster.Grains.GetAudit().Run);
        cluster.Journal.Failure = null;
        var found = await cluster.Grains.GetAudit().Run();
        Assert.Contains(found.Violations, v =>
            (v.Invariant, v.Account, v.Symbol) == (AuditInvariant.PositionsEqualFills, "audit-a", "AAPL"));
        Assert.DoesNotContain(found.Violations, v => v.Account is "audit-b" or "audit-c");
        var incidents = await cluster.Grains.GetIncidentLog().List(new());
        Assert.Contains(incidents, i => i.What.Type == IncidentType.AuditViolation);
        var status = await cluster.Grains.GetAudit().Wake();
        Assert.True(status.Violations >= found.Violations.Length && status.LastEnded >= found.At, $"{status}");
        Assert.Equal("open", (await cluster.Grains.GetFirmBreaker().GetBreaker())!.State);
    }

    private Task<Grains.Audit.AuditView> UntilNothingIsPostponed() =>
        Eventually.BecomesAsync(() => cluster.Grains.GetAudit().Run(), audit => audit.Postponed == 0);

    private async Task TradeAsync(string account, string[] symbols, int seed, CancellationToken stop)
    {
        var random = new Random(seed);
        await cluster.Grains.GetAccount(account).Open(new() { Cash = 10_000_000, IsLimited = false });
        while (!stop.IsCancellationRequested)
        {
            var symbol = symbols[random.Next(symbols.Length)];
            await Limit(account, symbol, random.Next(2) == 0 ? Side.Buy : Side.Sell, random.Next(95, 106), random.Next(1, 10));
            var open = await cluster.Grains.GetAccount(account).ListOpenOrders(symbol);
            if (open.Length > 5) await cluster.Grains.GetOrderBook(symbol).Cancel(open[random.Next(open.Length)]);
        }
    }

    private Task Limit(string account, string symbol, Side side, decimal price, decimal quantity) =>
        cluster.Grains.GetAccount(account).SubmitOrder(new()
        {
            Symbol = symbol,
            Instructions = new(side, OrderType.Limit, TimeInForce.Gtc),
            Quantity = quantity,
            LimitPrice = price,
        });
}
