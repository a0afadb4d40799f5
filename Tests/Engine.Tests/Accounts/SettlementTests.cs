using TradingOps.Engine.Accounts;
using TradingOps.Engine.Audit;
using TradingOps.Engine.Books;
using TradingOps.Engine.Instruments;
using TradingOps.Engine.Markets;
using TradingOps.Engine.Risk;

namespace TradingOps.Engine.Tests.Accounts;

/// <summary>What becomes of positions in an instrument that expires.</summary>
public sealed class SettlementTests
{
    private static readonly string[] Names = [.. Enumerable.Range(0, 4).Select(i => $"account-{i}")];

    [Theory]
    [InlineData("ESZ6", 25.07, CostMethod.Average)]
    [InlineData("ESZ6", 24.5, CostMethod.Fifo)]
    [InlineData("AAPL271217C00190000", 0, CostMethod.Average)]
    [InlineData("AAPL271217C00190000", 5.13, CostMethod.Fifo)]
    public void Positions_are_closed_at_the_settlement_price_and_nothing_is_lost(string symbol, decimal price, CostMethod method)
    {
        var instrument = InstrumentCatalogue.Default[symbol];
        var market = new Market(symbol);
        var accounts = Names.ToDictionary(name => name, name => new Account(name));
        foreach (var account in accounts.Values) account.SetTerms(new() { CostMethod = method });
        foreach (var record in MarketScripts.Run(market, seed: 5, count: 2000)) Follow(accounts, record, instrument);
        Assert.Contains(accounts.Values, a => a.PositionIn(symbol)!.Quantity != 0);
        var mark = new Mark(price, price, price) { Price = price };
        var before = accounts.ToDictionary(
            a => a.Key, a => new RunningValuation(a.Value, _ => instrument, _ => mark).Now());

        Follow(accounts, Enter(market, SessionState.Expired)!, instrument);
        Follow(accounts, Enter(market, SessionState.Settled, PriceOf(instrument, price))!, instrument);

        foreach (var (name, account) in accounts)
        {
            Assert.Empty(account.OpenOrders);
            Assert.Equal(0, account.PositionIn(symbol)!.Quantity);
            Assert.False(before[name].IsStale);
            Assert.Equal(before[name].Equity, account.Cash);
            Assert.Equal(account.Cash, account.RealizedPnl);
        }
        Assert.Equal(0, accounts.Values.Sum(a => a.Cash));
    }

    [Fact]
    public void A_settlement_is_applied_once_and_after_every_fill_whatever_was_missed()
    {
        var instrument = InstrumentCatalogue.Default["ESZ6"];
        var market = new Market("ESZ6");
        var records = MarketScripts.Run(market, seed: 6, count: 500);
        records.Add(Enter(market, SessionState.Expired)!);
        records.Add(Enter(market, SessionState.Settled, PriceOf(instrument, 26))!);
        var (live, late) = (new Account("account-1"), new Account("account-1"));
        foreach (var record in records) Follow(live, record, instrument);
        foreach (var record in records.Take(400)) Follow(late, record, instrument);
        late = new(late.ToCheckpoint());
        foreach (var record in records.Concat(records)) Follow(late, record, instrument);
        Assert.Equal(AccountJson.Encode(live.ToCheckpoint()), AccountJson.Encode(late.ToCheckpoint()));
        Assert.Null(Enter(market, SessionState.Settled, PriceOf(instrument, 27)));
    }

    [Fact]
    public void A_settled_market_replays_from_its_events_and_from_its_commands()
    {
        var market = new Market("ESZ6");
        var records = MarketScripts.Run(market, seed: 7, count: 500);
        records.Add(Enter(market, SessionState.Expired)!);
        records.Add(Enter(market, SessionState.Settled, 260_700)!);
        var (replayed, executed) = (new Market("ESZ6"), new Market("ESZ6"));
        foreach (var record in records.Select(r => MarketRecordCodec.Decode(MarketRecordCodec.Encode(r))))
        {
            replayed.Replay(record);
            var again = record.Command.Kind == BookCommandKind.New
                ? executed.Enter(record.Command, record.NameOf(record.Command.Account), record.ClientOrderId)
                : executed.Execute(record.Command, out _)!;
            Assert.Equal(record.Events.AsEnumerable(), again.Events);
        }
        Assert.Equal(market.StateHash(), replayed.StateHash());
        Assert.Equal(market.StateHash(), executed.StateHash());
        Assert.Equal(market.Accounts, replayed.Accounts);
    }

    [Fact]
    public void The_audit_follows_a_settlement()
    {
        var instrument = InstrumentCatalogue.Default["ESZ6"];
        var market = new Market("ESZ6");
        var accounts = Names.ToDictionary(name => name, name => new Account(name));
        var (audit, violations) = (new MarketAudit(instrument), new List<AuditViolation>());
        var records = MarketScripts.Run(market, seed: 8, count: 500);
        records.Add(Enter(market, SessionState.Expired)!);
        records.Add(Enter(market, SessionState.Settled, PriceOf(instrument, 25.01m))!);
        foreach (var record in records)
        {
            Follow(accounts, record, instrument);
            audit.Take(record, [], new HashSet<string>(), violations);
        }
        var statements = accounts.ToDictionary(a => a.Key, a => StateOf(a.Value, paidMore: 0));
        audit.Compare(statements, violations);
        audit.CheckSum(violations);
        Assert.Empty(violations);
        Assert.Empty(statements);
        audit.Compare(new() { ["account-1"] = StateOf(accounts["account-1"], paidMore: 0.01m) }, violations);
        Assert.Equal(AuditInvariant.PositionsEqualFills, Assert.Single(violations).Invariant);

        MarketStatement StateOf(Account account, decimal paidMore)
        {
            var position = account.PositionIn("ESZ6")!;
            return new("ESZ6", account.CursorOf("ESZ6").Number, position.Quantity, position.RealizedPnl + paidMore, 0, 0, 0, 0);
        }
    }

    [Theory]
    [InlineData("ESZ6", 5012.33, true)]
    [InlineData("CLZ6", -37.63, true)]
    [InlineData("ESZ6", 5012.33333333, false)]
    [InlineData("AAPL", 5012.335, true)]
    [InlineData("ESZ6", 1e12, false)]
    public void A_settlement_price_lies_on_parts_of_the_tick(string symbol, decimal price, bool isSound)
    {
        var instrument = InstrumentCatalogue.Default[symbol];
        Assert.Equal(isSound, instrument.TryToSettlement(price, out var parts));
        if (isSound) Assert.Equal((price, parts), (instrument.FromSettlement(parts), instrument.ToSettlement(price)));
    }

    private static long PriceOf(Instrument instrument, decimal price)
    {
        Assert.True(instrument.TryToSettlement(price, out var parts));
        return parts;
    }

    private static MarketRecord? Enter(Market market, SessionState session, long price = 0) =>
        market.Execute(new() { Kind = BookCommandKind.SetSession, Session = session, Spec = new() { Price = price } }, out _);

    private static void Follow(Dictionary<string, Account> accounts, MarketRecord record, Instrument instrument)
    {
        foreach (var account in accounts.Values) Follow(account, record, instrument);
    }

    private static void Follow(Account account, MarketRecord record, Instrument instrument)
    {
        foreach (var report in record.Reports())
            if (report.Account == account.Id)
                account.Apply(report, instrument);
    }
}
