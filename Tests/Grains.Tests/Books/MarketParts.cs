using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using NSubstitute;
using TradingOps.Engine.Books;
using TradingOps.Engine.Instruments;
using TradingOps.Engine.Sessions;
using TradingOps.Grains.Accounts;
using TradingOps.Grains.Books;
using TradingOps.Grains.Breakers;
using TradingOps.Grains.Clocks;
using TradingOps.Grains.Instruments;
using TradingOps.Grains.Marks;
using TradingOps.Grains.Tests.Breakers;
using TradingOps.Grains.Tests.Journaling;

namespace TradingOps.Grains.Tests.Books;

/// <summary>The parts of one market over a journal in memory and a clock that stands still. No cluster.</summary>
internal sealed class MarketParts
{
    public const string Symbol = "AAPL";

    private readonly IGrainFactory _grains = Substitute.For<IGrainFactory>();
    private readonly BreakerCache _breakers;
    private long _firmSequence;

    private MarketParts(BookOptions options, BreakerOptions breakers, MarketParts? before)
    {
        (Clock, Journal) = (before?.Clock ?? Clock, before?.Journal ?? Journal);
        var account = Substitute.For<IAccountGrain>();
        account.Deliver(Arg.Any<ReportBatch>()).Returns(call => Task.FromResult(call.Arg<ReportBatch>().LastNumber));
        _grains.GetGrain<IAccountGrain>(Arg.Any<string>()).Returns(account);
        _breakers = new(Clock);
        SetFirm("closed");
        var services = BreakerParts.ServicesOf(Journal, breakers, _grains, Clock);
        Log = new(
            Catalogue[Symbol], Journal, new MarkCache(Clock, Options.Create(new MarkOptions())), new(), _grains, options,
            new(Catalogue, new SymbolLabels(), isOn: false), Clock, () => Deactivations++, NullLogger.Instance);
        var calendar = new TradingCalendar(keepsHours: true, TradingDays.NewYork, []);
        Breaker = new(Log, calendar, _breakers, services, _grains);
        Session = new(
            Log, Breaker, new(Log, Breaker, Clock), Catalogue, calendar, Clock,
            () => Deactivations++, _ => { }, NullLogger.Instance);
        Settlement = new(
            Log, Session, Catalogue, calendar, _grains, breakers.TwoPersonReset, Clock, NullLogger.Instance);
        MarketClock = new(Log, ClockState, Clock, NullLogger.Instance);
        Entry = new(Log, Session, MarketClock, Breaker, new(), options, Clock);
        Log.Committed = record => IsBreakerDue |= Breaker.Follow(record);
    }

    /// <summary>Noon in New York on a Monday.</summary>
    public FakeTimeProvider Clock { get; } = new(new(2026, 6, 1, 16, 0, 0, TimeSpan.Zero));

    public MemoryJournal Journal { get; } = new();

    public InstrumentCatalogue Catalogue { get; } = InstrumentCatalogue.CopyDefault();

    public MarketLog Log { get; }

    public SymbolBreakerControl Breaker { get; }

    public MarketSession Session { get; }

    public ContractSettlement Settlement { get; }

    public ClockState ClockState { get; } = new(Options.Create(new ClockOptions()), NullLogger<ClockState>.Instance);

    public MarketClock MarketClock { get; }

    public OrderEntry Entry { get; }

    public OrderBook Book => Log.Market.Book;

    /// <summary>Records of the market in the journal.</summary>
    public int Stored => Journal.CountOf("book/" + Symbol);

    /// <summary>How often the grain was to end.</summary>
    public int Deactivations { get; private set; }

    /// <summary>Whether a durable record asked for a change of the breaker or its band.</summary>
    public bool IsBreakerDue { get; private set; }

    /// <summary>Opens a market; after a crash over the journal and the clock of the market before.</summary>
    public static async Task<MarketParts> OpenAsync(
        BookOptions? options = null, BreakerOptions? breakers = null, MarketParts? before = null)
    {
        var parts = new MarketParts(options ?? new(), breakers ?? new(), before);
        await parts.Log.OpenAsync(CancellationToken.None);
        await parts.Breaker.OpenAsync(() => parts.Deactivations++, CancellationToken.None);
        return parts;
    }

    /// <summary>This silo hears of the firm's breaker, which renews the lease.</summary>
    public void SetFirm(string state) =>
        _breakers.Update(BreakerParts.Firm(state, ++_firmSequence), Clock.GetTimestamp());

    /// <summary>An order of an account at a price in ticks, to be placed within a second.</summary>
    public PlaceOrders Order(
        Side side, long price, long quantity, string account = "a", string? clientOrderId = null,
        TimeInForce force = TimeInForce.Gtc, long expireAt = 0) =>
        new(account, Clock.GetMicroseconds() + 1_000_000, 0, Log.Instrument.TickSize, Log.Instrument.LotSize,
            [new()
            {
                ClientOrderId = clientOrderId,
                Spec = new()
                {
                    Instructions = new(side, OrderType.Limit, force),
                    Price = price,
                    Quantity = quantity,
                    ExpireAt = expireAt,
                },
            }], Acting.Test);

    /// <summary>Carries out a command of no account's, if it does anything.</summary>
    public async Task ApplyAsync(BookCommand command)
    {
        var record = Log.Market.Execute(command with { Time = Clock.GetMicroseconds() }, out _, Acting.Test);
        if (record is not null) await Log.CommitAsync(null, record);
    }

    /// <summary>Two accounts trade one share at a price in ticks.</summary>
    public async Task TradeAsync(long price)
    {
        await Entry.PlaceAsync(Order(Side.Sell, price, 1, "b"));
        await Entry.PlaceAsync(Order(Side.Buy, price, 1));
    }

    public void SetInstrument(Func<Instrument, Instrument> change) => Assert.True(
        Catalogue.Apply(new(Catalogue.Version + 1, 0, "ann", change(Catalogue[Symbol]))));
}
