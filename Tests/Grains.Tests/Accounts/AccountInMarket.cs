using System.Collections.Immutable;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using NSubstitute;
using TradingOps.Engine.Accounts;
using TradingOps.Engine.Actors;
using TradingOps.Engine.Books;
using TradingOps.Engine.Instruments;
using TradingOps.Engine.Markets;
using TradingOps.Grains.Accounts;
using TradingOps.Grains.Books;
using TradingOps.Grains.Breakers;
using TradingOps.Grains.Clocks;
using TradingOps.Grains.Incidents;
using TradingOps.Grains.Marks;
using TradingOps.Grains.Orders;
using TradingOps.Grains.Risk;
using TradingOps.Grains.Tests.Breakers;
using TradingOps.Grains.Tests.Journaling;

namespace TradingOps.Grains.Tests.Accounts;

/// <summary>
/// One account with all parts of its gate in front of a market with all parts of its own, over one journal in memory and a clock
/// that stands still. No cluster: calls between the two complete at once, or when a test says so.
/// </summary>
internal sealed class AccountInMarket
{
    public const string Id = "desk-1";
    public const string Symbol = "AAPL";
    public const decimal Cash = 10_000;

    private static readonly AccountMetrics NoAccountMetrics = new(InstrumentCatalogue.Default, new(), isOn: false);
    private static readonly BookMetrics NoBookMetrics = new(InstrumentCatalogue.Default, new(), isOn: false);

    private static readonly BreakerOptions Quiet = new() { Account = new() { MinRejects = 1_000_000 } };

    private readonly FakeTimeProvider _clock = new(new(2026, 6, 1, 16, 0, 0, TimeSpan.Zero));
    private readonly MemoryJournal _journal = new();
    private readonly IGrainFactory _grains = Substitute.For<IGrainFactory>();
    private readonly IOrderQueries _queries = Substitute.For<IOrderQueries>();
    private readonly Dictionary<string, OrderState> _orders = new(StringComparer.Ordinal);
    private readonly List<TaskCompletionSource> _held = [];
    private readonly AccountLog _log;
    private readonly MarketLog _market;
    private readonly OrderEntry _entry;
    private readonly OrderCancelReplace _changes;
    private readonly ReportFeed _feed;
    private readonly AccountValuation _valuation;
    private readonly OrderGate _gate;
    private readonly OrderAmendments _amendments;
    private readonly BreakerCache _breakers;
    private readonly AccountBreakerControl _breaker;
    private readonly SymbolBreakerControl _symbolBreaker;

    private AccountInMarket(AccountLog log, MemoryJournal journal, FakeTimeProvider clock, Instrument instrument)
    {
        (_log, _journal, _clock) = (log, journal, clock);
        var catalogue = InstrumentCatalogue.CopyDefault();
        Assert.True(catalogue.Apply(new(catalogue.Version + 1, 0, "ann", instrument)));
        var marks = new MarkCache(clock, Options.Create(new MarkOptions()));
        _breakers = new(clock);
        _breakers.Update(BreakerParts.Firm("closed", 1), clock.GetTimestamp());
        var services = BreakerParts.ServicesOf(journal, Quiet, _grains, clock);
        var calendar = new Engine.Sessions.TradingCalendar(keepsHours: false, Engine.Sessions.TradingDays.NewYork, []);

        _market = new(instrument, journal, marks, new(), _grains, new(), NoBookMetrics, clock, Fail, NullLogger.Instance);
        _symbolBreaker = new SymbolBreakerControl(_market, calendar, _breakers, services, _grains);
        var session = new MarketSession(
            _market, _symbolBreaker, new(_market, _symbolBreaker, clock), catalogue, calendar, clock, Fail, _ => { },
            NullLogger.Instance);
        var marketClock = new MarketClock(
            _market, new(Options.Create(new ClockOptions()), NullLogger<ClockState>.Instance), clock, NullLogger.Instance);
        var entering = new EnteringIds();
        _entry = new(_market, session, marketClock, _symbolBreaker, entering, new(), clock);
        _changes = new(_market, session, marketClock, entering, _queries, clock);
        _market.Committed = Follow;

        _feed = new(log.Account, catalogue, journal, new(clock));
        _valuation = new(log.Account, catalogue, marks);
        var markReader = new MarkReader(Id, _valuation, marks, _grains, clock, NullLogger.Instance);
        var cancels = new OrderCancels(_grains);
        _breaker = new(
            log, _valuation, new(TimeSpan.FromSeconds(2)), markReader, _breakers, services, catalogue, cancels, _grains,
            NullLogger.Instance);
        var limits = new GroupLimitCache(clock);
        limits.Update([], clock.GetTimestamp());
        var admission = new OrderAdmission(
            log.Account, _valuation, marks, catalogue, calendar, _breaker, new(log.Account, limits), clock);
        var inFlight = new InFlightOrders(log.Account, _feed, _grains, clock, NullLogger.Instance);
        var clientOrderIds = new ClientOrderIds(Id, _queries);
        var incidents = new IncidentOutbox(_grains, clock, NullLogger<IncidentOutbox>.Instance);
        _gate = new(
            log, new(log, _valuation, markReader, new(), _breakers, incidents, _grains, clock, NullLogger.Instance), inFlight,
            admission, _breaker, markReader, _feed, clientOrderIds, _queries, catalogue, NoAccountMetrics, _grains, clock,
            NullLogger.Instance);
        _amendments = new(
            log.Account, admission, inFlight, _breaker, markReader, _feed, cancels, clientOrderIds, _queries, catalogue,
            _grains);
        Connect();
    }

    /// <summary>The account as its gate knows it.</summary>
    public Account Account => _log.Account;

    /// <summary>The account as the market's records make it, whatever its gate has heard of.</summary>
    public Account Truth { get; } = new(Id);

    public Market Market => _market.Market;

    public Instrument Instrument => _market.Instrument;

    /// <summary>Numbers of the account's orders that may only reduce.</summary>
    public HashSet<long> Reducing { get; } = [];

    /// <summary>Called before each report of the account is applied to <see cref="Truth"/>, and after each record.</summary>
    public Action<ExecutionReport> Reporting { get; set; } = _ => { };

    /// <summary>Called after each record.</summary>
    public Action Recorded { get; set; } = () => { };

    /// <summary>Calls between account and market that have no answer yet.</summary>
    public int Held => _held.Count;

    /// <summary>From now on calls between account and market wait for <see cref="Release"/>.</summary>
    public bool Holds { get; set; }

    /// <summary>Whether a held request reaches the market at once, and only its answer waits.</summary>
    public bool ReachesMarket { get; set; }

    public decimal BuyingPower => _valuation.Now().BuyingPower;

    public static async Task<AccountInMarket> OpenAsync(
        AccountLimits? limits = null, FeeSchedule? fees = null, Func<Instrument, Instrument>? change = null)
    {
        var clock = new FakeTimeProvider(new(2026, 6, 1, 16, 0, 0, TimeSpan.Zero));
        var journal = new MemoryJournal();
        var log = await AccountLog.OpenAsync(
            Id, Engine.Sessions.TradingDays.NewYork, journal, new(clock), clock, Fail, NullLogger.Instance,
            CancellationToken.None);
        // What breakers do about losses is not the question here.
        limits = (limits ?? new()) with { SoftDailyLoss = 1_000, HardDailyLoss = 1_000, MaxDrawdown = 1_000 };
        await log.OpenAccountAsync(Cash, limits, new(2026, 6, 1), Acting.Test);
        log.Account.SetTerms(new() { Fees = fees ?? new() });
        var instrument = InstrumentCatalogue.Default[Symbol] with { TickSize = 1, ReferencePrice = 100 };
        var parts = new AccountInMarket(log, journal, clock, change?.Invoke(instrument) ?? instrument);
        parts.Truth.Open(Cash, 0, new(2026, 6, 1));
        parts.Truth.SetLimits(limits);
        parts.Truth.SetTerms(new() { Fees = fees ?? new() });
        await parts._market.OpenAsync(CancellationToken.None);
        await parts._symbolBreaker.OpenAsync(Fail, CancellationToken.None);
        await parts._breaker.OpenAsync(Fail, CancellationToken.None);
        return parts;
    }

    /// <summary>The account's orders, as its owner sends them.</summary>
    public Task<ImmutableArray<SubmitResult>> SubmitAsync(params OrderRequest[] orders) =>
        _gate.SubmitAsync([.. orders], Acting.Test);

    public Task<SubmitResult> AmendAsync(long number, OrderAmendment amendment) =>
        _amendments.AmendAsync(OrderIds.Format(Symbol, number), amendment, Acting.Test);

    public Task CancelAsync(long number) => _changes.CancelAsync([number], Acting.Test, BookReason.None);

    /// <summary>An order of one of two other accounts, which no gate checks: one buys, one sells.</summary>
    public Task TradeAsync(OrderSpec order) => _entry.PlaceAsync(new(
        order.Side == Side.Buy ? "bids" : "asks", _clock.GetMicroseconds() + 1_000_000, 0, Instrument.TickSize,
        Instrument.LotSize, [new() { Spec = order }], Acting.Test, 0));

    /// <summary>A command of the market's own.</summary>
    public Task ExecuteAsync(BookCommand command) => _market.ExecuteAsync(command);

    public void Advance(TimeSpan time)
    {
        _clock.Advance(time);
        _breakers.Update(BreakerParts.Firm("closed", 1), _clock.GetTimestamp());
    }

    /// <summary>Lets the oldest call that was held go on.</summary>
    public void Release()
    {
        var first = _held[0];
        _held.RemoveAt(0);
        first.SetResult();
    }

    private static void Fail() => Assert.Fail("a part wants its grain to end");

    private void Connect()
    {
        var market = Substitute.For<IOrderBookGrain>();
        _grains.GetGrain<IOrderBookGrain>(Symbol).Returns(market);
        market.Place(default!).ReturnsForAnyArgs(call =>
        {
            var orders = call.Arg<PlaceOrders>();
            return CallAsync(() => _entry.PlaceAsync(orders));
        });
        market.Replace(default!).ReturnsForAnyArgs(call =>
        {
            var replacement = call.Arg<ReplaceOrder>();
            return CallAsync(() => _changes.ReplaceAsync(replacement));
        });
        market.LastReportOf(Id).Returns(_ => Task.FromResult(Market.LastReportOf(Id)));
        market.CancelOrders(default, default!, default).ReturnsForAnyArgs(
            call => _changes.CancelAsync(call.Arg<ImmutableArray<long>>(), call.Arg<Actor>(), call.Arg<BookReason>()));

        var own = Substitute.For<IAccountGrain>();
        own.Deliver(default!).ReturnsForAnyArgs(call =>
        {
            var batch = call.Arg<ReportBatch>();
            return CallAsync(() => _feed.ApplyAsync(batch));
        });
        var others = Substitute.For<IAccountGrain>();
        others.Deliver(default!).ReturnsForAnyArgs(call => Task.FromResult(call.Arg<ReportBatch>().LastNumber));
        _grains.GetGrain<IAccountGrain>(Arg.Any<string>()).Returns(others);
        _grains.GetGrain<IAccountGrain>(Id).Returns(own);

#pragma warning disable CA2012 // The calls set the answers of the substitute; their tasks are not awaited.
        _queries.FindOrderAsync(default!, default).ReturnsForAnyArgs(call => new(Find(call.Arg<string>())));
        _queries.FindOrdersAsync(default!, default).ReturnsForAnyArgs(call => new(
            (IReadOnlyList<OrderView>)[.. call.Arg<IReadOnlyList<string>>().Select(Find).OfType<OrderView>()]));
#pragma warning restore CA2012
    }

    private OrderView? Find(string id) => _orders.TryGetValue(id, out var order) ? order.ToView(Instrument) : null;

    private async Task<T> CallAsync<T>(Func<Task<T>> call)
    {
        if (!Holds) return await call();
        var held = new TaskCompletionSource();
        _held.Add(held);
        if (!ReachesMarket)
        {
            await held.Task;
            return await call();
        }
        var answer = await call();
        await held.Task;
        return answer;
    }

    private void Follow(MarketRecord record)
    {
        foreach (var entered in record.Entered())
            if (entered.Spec.Instructions.ReduceOnly && record.NameOf(entered.Account) == Id)
                Reducing.Add(entered.OrderId);
        foreach (var order in OrderState.From(Symbol, record)) _orders[order.Id] = order;
        foreach (var report in record.Reports())
        {
            _orders[OrderIds.Format(Symbol, report.OrderNumber)].Apply(report);
            if (report.Account != Id) continue;
            Reporting(report);
            Truth.Apply(report, Instrument);
        }
        Recorded();
    }
}
