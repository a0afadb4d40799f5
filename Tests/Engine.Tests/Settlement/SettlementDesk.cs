using TradingOps.Engine.Accounts;
using TradingOps.Engine.Actors;
using TradingOps.Engine.Audit;
using TradingOps.Engine.Books;
using TradingOps.Engine.Instruments;
using TradingOps.Engine.Markets;
using TradingOps.Engine.Settlement;

namespace TradingOps.Engine.Tests.Settlement;

/// <summary>Accounts and the markets of a stock, options on it and a future; every record is kept.</summary>
internal sealed class SettlementDesk
{
    public const string Call = "AAPL271217C00170000";
    public const string Put = "AAPL271217P00170000";
    public const string Future = "ESZ6";

    public static readonly Actor Ann = new("ann");

    private readonly Dictionary<string, Market> _markets = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Account> _accounts = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Instrument> _instruments = new(StringComparer.Ordinal);
    private long _time;

    public List<(string Symbol, MarketRecord Record)> Records { get; } = [];

    /// <summary>How a position finds the cost of what it closes.</summary>
    public CostMethod Method { get; init; } = CostMethod.Average;

    public IEnumerable<Account> Accounts => _accounts.Values;

    public Instrument Instrument(string symbol) =>
        _instruments.TryGetValue(symbol, out var changed) ? changed : InstrumentCatalogue.Default[symbol];

    public void Change(string symbol, Func<Instrument, Instrument> change) => _instruments[symbol] = change(Instrument(symbol));

    public Market Market(string symbol)
    {
        if (!_markets.TryGetValue(symbol, out var market)) _markets.Add(symbol, market = new(symbol));
        return market;
    }

    public Account Account(string id)
    {
        if (_accounts.TryGetValue(id, out var account)) return account;
        _accounts.Add(id, account = new(id));
        account.SetTerms(new() { CostMethod = Method });
        account.Open(1_000_000, 0, default);
        return account;
    }

    public decimal Held(string account, string symbol) => Account(account).PositionIn(symbol)?.Quantity ?? 0;

    public void Trade(string buyer, string seller, string symbol, decimal quantity, decimal price)
    {
        Enter(seller, Side.Sell);
        Enter(buyer, Side.Buy);

        void Enter(string account, Side side)
        {
            Account(account);
            Assert.True(Instrument(symbol).TryToTicks(price, out var ticks));
            var order = MarketScripts.Limit(side, ticks, (long)quantity) with { Time = ++_time };
            Take(symbol, Market(symbol).Enter(order, account, null));
        }
    }

    public void EnterPrice(string symbol, DateOnly day, OfficialPriceKind kind, decimal price) => Take(
        symbol,
        Market(symbol).Positions.SetOfficialPrice(
            new(day, kind, Instrument(symbol).ToSettlement(price), "ann"), Instrument(symbol), ++_time, "file", Ann));

    /// <summary>Expires an option, unless it is, and settles it by a price of its underlying.</summary>
    public void Settle(string option, decimal underlying)
    {
        var (terms, stock) = (Instrument(option), Instrument("AAPL"));
        if (Market(option).Book.Session < SessionState.Expired)
            Take(option, Market(option).Execute(
                new() { Kind = BookCommandKind.SetSession, Session = SessionState.Expired, Time = ++_time }, out _));
        var by = new OfficialPrice(terms.Expiry!.Value, OfficialPriceKind.Close, stock.ToSettlement(underlying), "ann", "bob");
        Take(option, Market(option).Positions.Settle(
            SettlementTerms.OfOption(terms, by, underlying, terms.IsDelivered), ++_time, Ann));
    }

    public void Exercise(string account, string option, long lots, string reference) => Take(
        option, Market(option).Positions.Exercise(
            account, lots, OptionExercise.DeliveryOf(Instrument(option)), reference, ++_time, Ann));

    public void Instruct(string account, string option, long lots) =>
        Take(option, Market(option).Positions.Instruct(account, lots, ++_time, Ann));

    /// <summary>Two people bust a trade, or give it another price. False if it is busted.</summary>
    public bool Bust(string symbol, long sequence, decimal? newPrice = null)
    {
        if (AsAsked(symbol, sequence) is not { } asked) return false;
        Assert.True(Instrument(symbol).TryToTicks(newPrice ?? 0, out var ticks));
        asked = asked with { NewPrice = newPrice is null ? null : ticks };
        foreach (var person in new[] { "ann", "bob" })
            Take(symbol, Market(symbol).Positions.Bust(asked with { AskedBy = person }, ++_time, "wrong price", new(person)));
        return true;
    }

    /// <summary>A request about the only trade of a record; null if it is busted.</summary>
    public TradeBust? AsAsked(string symbol, long sequence)
    {
        if (Market(symbol).Busts.Find(sequence, 1) is { IsAgreed: true } before)
            return before.NewPrice is { } price ? before with { Price = price, NewPrice = null, AgreedBy = null } : null;
        var record = Records.First(r => r.Symbol == symbol && r.Record.Sequence == sequence).Record;
        return TradeBust.Of(record, 1, "ann");
    }

    /// <summary>Accounts tell the market of the underlying what was delivered.</summary>
    public void TellDeliveries()
    {
        foreach (var account in _accounts.Values)
        {
            foreach (var position in account.Positions.ToArray())
            {
                foreach (var pending in position.Pending)
                    Take(position.Symbol, Market(position.Symbol).Positions.Deliver(
                        account.Id, new(pending.Option, pending.Shares, pending.Payment, 0), pending.Number,
                        Instrument(position.Symbol), ++_time));
            }
        }
    }

    /// <summary>An account that reads the markets one after another, as after a start without a checkpoint.</summary>
    public Account Reread(string id, IEnumerable<string> symbols)
    {
        var account = new Account(id);
        account.SetTerms(new() { CostMethod = Method });
        account.Open(1_000_000, 0, default);
        foreach (var symbol in symbols)
            foreach (var (_, record) in Records.Where(r => r.Symbol == symbol))
                Follow(account, symbol, MarketRecordCodec.Decode(MarketRecordCodec.Encode(record)));
        return account;
    }

    /// <summary>What the audit finds in all markets.</summary>
    public List<AuditViolation> Audit()
    {
        var violations = new List<AuditViolation>();
        foreach (var (symbol, market) in _markets)
        {
            var audit = new MarketAudit(Instrument(symbol));
            foreach (var (_, record) in Records.Where(r => r.Symbol == symbol))
                audit.Take(record, [], new HashSet<string>(), violations);
            audit.CheckSum(violations);
            audit.Compare(_accounts.Values.Where(a => a.CursorOf(symbol).Number > 0).ToDictionary(a => a.Id, Say), violations);

            MarketStatement Say(Account account)
            {
                var position = account.PositionIn(symbol) ?? new(symbol);
                var paid = position.RealizedPnl + position.Fees - position.CostOfLots * Instrument(symbol).Multiplier;
                return new(symbol, account.CursorOf(symbol).Number, position.QuantityInLots, paid, 0, 0, 0, 0);
            }
        }
        return violations;
    }

    /// <summary>Cash and positions at prices, of an account.</summary>
    public decimal Equity(Account account, Func<string, decimal> priceOf) => account.Cash + account.Positions.Sum(p =>
        Instrument(p.Symbol).AssetClass == AssetClass.Futures
            ? p.UnrealizedPnl(priceOf(p.Symbol), Instrument(p.Symbol).Multiplier)
            : p.Quantity * priceOf(p.Symbol) * Instrument(p.Symbol).Multiplier);

    private void Take(string symbol, MarketRecord? record)
    {
        if (record is null) return;
        Records.Add((symbol, record));
        foreach (var account in _accounts.Values) Follow(account, symbol, record);
    }

    private void Follow(Account account, string symbol, MarketRecord record)
    {
        foreach (var report in record.Reports())
            if (report.Account == account.Id)
                account.Apply(report, Instrument(symbol));
    }
}
