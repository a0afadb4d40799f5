using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using TradingOps.Engine.Actors;
using TradingOps.Engine.Books;
using TradingOps.Engine.Breakers;
using TradingOps.Engine.Instruments;
using TradingOps.Engine.Sessions;
using TradingOps.Grains.Breakers;
using TradingOps.Grains.Orders;

namespace TradingOps.Grains.Simulation;

/// <summary>
/// A market maker that quotes both sides of one symbol around a random walk, through the same account and book grains as any
/// other client. The price stays where it is while no client follows the market.
/// </summary>
public sealed class SimulatorGrain(
    InstrumentCatalogue catalogue, TradingCalendar calendar, BreakerCache breakers, IOptions<SimulationOptions> options,
    TimeProvider clock, ILogger<SimulatorGrain> logger)
    : TradingGrain, ISimulatorGrain
{
    private const int MaxFills = 100;

    private const decimal MarketMakerCash = 1_000_000_000;

    private readonly List<Quote> _quotes = [];
    private Instrument _instrument = null!;
    private PriceWalk? _walk;

    /// <inheritdoc/>
    public async Task Start()
    {
        if (_walk is not null) return;
        _instrument = catalogue[this.GetPrimaryKeyString()];
        var account = GrainFactory.GetAccount(ISimulatorGrain.MarketMaker);
        await account.Open(new() { Cash = MarketMakerCash, IsLimited = false }, Actor.Simulation);
        foreach (var left in await account.ListOpenOrders(_instrument.Symbol))
            await GrainFactory.GetOrderBook(_instrument.Symbol).Cancel(left, Actor.Simulation);
        for (var level = 0; level < options.Value.Levels; level++)
        {
            _quotes.Add(new(Side.Buy, level));
            _quotes.Add(new(Side.Sell, level));
        }
        // The first step quotes: whatever fails then is tried again with the next.
        _walk = new(_instrument, options.Value.Seed);
        this.RegisterGrainTimer(
            StepAsync, new() { DueTime = TimeSpan.Zero, Period = options.Value.StepEvery, KeepAlive = true });
    }

    private async Task StepAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (await GrainFactory.GetOrderBook(_instrument.Symbol).IsFollowed(options.Value.QuietAfter)) _walk!.Step();
            // Also in a quiet market: the first order is to find both sides.
            await QuoteAsync();
        }
        catch (Exception e) when (GrainCall.IsFailure(e, cancellationToken))
        {
            Log.QuoteFailed(logger, _instrument.Symbol, e);
        }
    }

    private async Task QuoteAsync()
    {
        if (breakers.Firm != BreakerState.Closed) return;
        var instrument = catalogue[_instrument.Symbol];
        if (calendar.StatusAt(instrument, clock.GetMicroseconds()) != InstrumentStatus.Open) return;
        if (catalogue.IsUnderlyingHalted(instrument)) return;
        var open = (await GrainFactory.GetAccount(ISimulatorGrain.MarketMaker).ListOpenOrders(_instrument.Symbol)).ToHashSet();
        // The side that the price moves away from goes first, so that the market maker never meets itself.
        var up = _quotes.Exists(q => q.Side == Side.Buy && PriceOf(q) > q.Price);
        foreach (var quote in _quotes.OrderBy(q => q.Side == Side.Sell ? (up ? 0 : 1) : (up ? 1 : 0)))
        {
            var price = PriceOf(quote);
            if (quote.OrderId is not { } id || !open.Contains(id)) await EnterAsync(quote, price);
            else if (quote.Price != price) await MoveAsync(quote, id, price);
        }
    }

    private async Task EnterAsync(Quote quote, long price)
    {
        var result = await GrainFactory.GetAccount(ISimulatorGrain.MarketMaker).SubmitOrder(new()
        {
            Symbol = _instrument.Symbol,
            Instructions = new(quote.Side, OrderType.Limit, TimeInForce.Gtc),
            Quantity = SizeOf(quote),
            LimitPrice = _instrument.ToPrice(price),
        }, Actor.Simulation);
        quote.OrderId = result.Outcome == SubmitOutcome.Accepted ? result.Order!.Id : null;
        quote.Price = price;
    }

    private async Task MoveAsync(Quote quote, string id, long price)
    {
        var result = await GrainFactory.GetOrderBook(_instrument.Symbol).Replace(new()
        {
            OrderId = id,
            Price = price,
            HasLimit = true,
            Quantity = (long)(SizeOf(quote) / _instrument.LotSize),
            Actor = Actor.Simulation,
        });
        quote.Price = price;
        // An order keeps its fills: one that has traded often makes room for a new one.
        if (result.Order is { Fills.Length: > MaxFills, IsOpen: true })
            result = await GrainFactory.GetOrderBook(_instrument.Symbol).Cancel(id, Actor.Simulation);
        if (result.Order is not { IsOpen: true }) quote.OrderId = null;
    }

    private long PriceOf(Quote quote)
    {
        var distance = _walk!.HalfSpread * (quote.Level + 1);
        return quote.Side == Side.Buy ? _walk.Mid - distance : _walk.Mid + distance;
    }

    private decimal SizeOf(Quote quote) =>
        (_instrument.AssetClass == AssetClass.Equity ? 500 : 25) * (quote.Level + 1) * _instrument.LotSize;

    private sealed class Quote(Side side, int level)
    {
        public Side Side { get; } = side;

        public int Level { get; } = level;

        public string? OrderId { get; set; }

        public long Price { get; set; }
    }
}
