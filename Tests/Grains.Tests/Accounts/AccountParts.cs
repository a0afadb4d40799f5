using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using NSubstitute;
using TradingOps.Engine.Accounts;
using TradingOps.Engine.Books;
using TradingOps.Engine.Instruments;
using TradingOps.Engine.Markets;
using TradingOps.Engine.Risk;
using TradingOps.Engine.Sessions;
using TradingOps.Grains.Accounts;
using TradingOps.Grains.Books;
using TradingOps.Grains.Breakers;
using TradingOps.Grains.Firm;
using TradingOps.Grains.Incidents;
using TradingOps.Grains.Marks;
using TradingOps.Grains.Risk;
using TradingOps.Grains.Tests.Breakers;
using TradingOps.Grains.Tests.Journaling;

namespace TradingOps.Grains.Tests.Accounts;

/// <summary>
/// The parts of one open account with 100,000 USD, over a journal in memory, a clock that stands still, and one market that
/// answers what a test wants. No cluster.
/// </summary>
internal sealed class AccountParts
{
    public const string Id = "desk-1";
    public const string Symbol = "AAPL";

    private readonly Market _market = new(Symbol);
    private long _firmSequence;

    private AccountParts(AccountLog log, MemoryJournal journal, FakeTimeProvider clock, BreakerOptions options)
    {
        (Log, Journal, Clock, Options) = (log, journal, clock, options);
        Market = Substitute.For<IOrderBookGrain>();
        Market.CancelOrders(default).ReturnsForAnyArgs([]);
        Grains.GetGrain<IOrderBookGrain>(Symbol).Returns(Market);
        Marks = new(clock, Microsoft.Extensions.Options.Options.Create(new MarkOptions()));
        BreakerCache = new(clock);
        SetFirm("closed");
        Feed = new(Account, Catalogue, journal, new(clock));
        Valuation = new(Account, Catalogue, Marks);
        MarkReader = new(Id, Valuation, Marks, Grains, clock, NullLogger.Instance);
        var services = BreakerParts.ServicesOf(journal, options, Grains, clock);
        var samples = new EquitySamples(TimeSpan.FromSeconds(2));
        Breaker = new(
            log, Valuation, samples, MarkReader, BreakerCache, services, Catalogue, new(Grains), Grains, NullLogger.Instance);
        var limits = new GroupLimitCache(clock);
        limits.Update([], clock.GetTimestamp());
        var groups = new GroupBounds(Account, limits);
        Admission = new(
            Account, Valuation, Marks, Catalogue, new(keepsHours: false, TradingDays.NewYork, []), Breaker, groups, clock);
        var incidents = new IncidentOutbox(Grains, clock, NullLogger<IncidentOutbox>.Instance);
        Administration = new(log, Valuation, MarkReader, new(), BreakerCache, incidents, Grains, clock, NullLogger.Instance);
        var reader = new AccountReader(log, Feed, Valuation, MarkReader, Marks, Catalogue, Breaker, new(clock), Grains, clock);
        Reporter = new(log, Feed, reader, Valuation, samples, MarkReader, Admission, Administration, groups, Firm, clock);
    }

    public FakeTimeProvider Clock { get; }

    public MemoryJournal Journal { get; }

    public BreakerOptions Options { get; }

    public IGrainFactory Grains { get; } = Substitute.For<IGrainFactory>();

    /// <summary>The market of <see cref="Symbol"/> as the account calls it.</summary>
    public IOrderBookGrain Market { get; }

    public InstrumentCatalogue Catalogue { get; } = InstrumentCatalogue.CopyDefault();

    public MarkCache Marks { get; }

    public BreakerCache BreakerCache { get; }

    public FirmOutbox Firm { get; } = new();

    public AccountLog Log { get; }

    public ReportFeed Feed { get; }

    public AccountValuation Valuation { get; }

    public MarkReader MarkReader { get; }

    public AccountBreakerControl Breaker { get; }

    public OrderAdmission Admission { get; }

    public AccountAdministration Administration { get; }

    public FirmReporter Reporter { get; }

    public Account Account => Log.Account;

    public Instrument Instrument => Catalogue[Symbol];

    /// <summary>How often the grain was to end because a write failed.</summary>
    public int Deactivations { get; private set; }

    public static async Task<AccountParts> OpenAsync(AccountLimits? limits = null, BreakerOptions? options = null)
    {
        var clock = new FakeTimeProvider(new(2026, 6, 1, 12, 0, 0, TimeSpan.Zero));
        var journal = new MemoryJournal();
        AccountParts? parts = null;
        var log = await AccountLog.OpenAsync(
            Id, TradingDays.NewYork, journal, new(clock), clock, () => parts!.Deactivations++, NullLogger.Instance,
            CancellationToken.None);
        await log.OpenAccountAsync(100_000, limits ?? new(), new(2026, 6, 1), Acting.Test);
        parts = new(log, journal, clock, options ?? new());
        await parts.Breaker.OpenAsync(() => parts.Deactivations++, CancellationToken.None);
        parts.Quote(100, 101);
        return parts;
    }

    public static OrderSpec Order(
        Side side, decimal price, long quantity, OrderType type = OrderType.Limit, TimeInForce force = TimeInForce.Gtc) =>
        new() { Instructions = new(side, type, force), Price = (long)(price * 100), Quantity = quantity };

    /// <summary>This silo hears prices of the market.</summary>
    public void Quote(decimal bid, decimal ask) =>
        Marks.Publish(Symbol, new(bid, ask, bid) { Price = bid, IsOpen = true });

    /// <summary>This silo hears of the firm's breaker, which renews the lease.</summary>
    public void SetFirm(string state) =>
        BreakerCache.Update(BreakerParts.Firm(state, ++_firmSequence), Clock.GetTimestamp());

    /// <summary>The account's order enters the market and rests.</summary>
    public HeldOrder Rest(Side side, decimal price, long quantity)
    {
        Apply(Order(side, price, quantity), Id);
        return Account.OpenOrders.MaxBy(o => o.Number);
    }

    /// <summary>The account buys from another one.</summary>
    public void Buy(decimal price, long quantity)
    {
        Apply(Order(Side.Sell, price, quantity), "other");
        Apply(Order(Side.Buy, price, quantity), Id);
    }

    /// <summary>The account sells to another one.</summary>
    public void Sell(decimal price, long quantity)
    {
        Apply(Order(Side.Buy, price, quantity), "other");
        Apply(Order(Side.Sell, price, quantity), Id);
    }

    private void Apply(OrderSpec order, string account)
    {
        var record = _market.Enter(order.ToCommand(0), account, null);
        foreach (var report in record.Reports().Where(r => r.Account == Id)) Account.Apply(report, Instrument);
    }
}
