using System.Globalization;
using Microsoft.Extensions.Logging;
using TradingOps.Engine.Instruments;
using TradingOps.Engine.MarketData;
using TradingOps.Grains.Books;
using TradingOps.Grains.Feeds;

namespace TradingOps.Grains.MarketData;

/// <summary>
/// The market data of one symbol: from its own market, or from a feed that has taken over. Used within one grain's turns only.
/// </summary>
internal sealed class SymbolPrices
{
    /// <summary>The cursor of a run that gives no more ticks.</summary>
    private const long Ended = long.MaxValue;

    /// <summary>Between a feed and its run; no id of a feed has it.</summary>
    private const char RunMark = '#';

    private readonly Instrument _instrument;
    private readonly MarketDataServices _services;
    private readonly IGrainFactory _grains;
    private readonly BookFollower _follower;
    private readonly FeedPrices _feed;
    private readonly FeedSignal _signal;
    private readonly OneAtATime _appending = new();
    private long _version;

    private SymbolPrices(
        Instrument instrument, MarketDataServices services, IGrainFactory grains, Action deactivate, ILogger logger)
    {
        (_instrument, _services, _grains) = (instrument, services, grains);
        Log = new(instrument.Symbol, services.Journal, deactivate, logger);
        _follower = new(instrument, Log, services.Journal, services.Calendar, services.Metrics, services.Clock);
        _feed = new(services.Options.Value.StaleAfter, services.Clock);
        _signal = new(services.Clock);
    }

    /// <summary>Its stream.</summary>
    public MarketDataLog Log { get; }

    private MarketDataState State => Log.State;

    private IOrderBookGrain Book => _grains.GetOrderBook(_instrument.Symbol);

    /// <summary>Restores the data. <see cref="TradingUnavailableException"/> if their stream cannot be read.</summary>
    public static async Task<SymbolPrices> OpenAsync(
        Instrument instrument, MarketDataServices services, IGrainFactory grains, Action deactivate, ILogger logger,
        CancellationToken cancellationToken)
    {
        var data = new SymbolPrices(instrument, services, grains, deactivate, logger);
        await data.Log.OpenAsync(cancellationToken);
        return data;
    }

    /// <summary>Takes in what the symbol's own market has traded.</summary>
    public Task FollowAsync() => _appending.RunAsync(async () =>
    {
        await _follower.CatchUpAsync();
        return true;
    });

    /// <summary>The newest prices.</summary>
    public async Task<PriceView> ReadPriceAsync()
    {
        if (State.Source != MarketDataState.OwnBook) return FeedView();
        await FollowAsync();
        return await Book.GetBook(1) is { } book ? ViewOf(book) : FeedView();
    }

    /// <summary>The data, as soon as they are of another version than a reader has; at the latest after a moment.</summary>
    public async Task<DataPage> ReadFeedAsync(long? version)
    {
        if (State.Source == MarketDataState.OwnBook) return await FollowBookAsync(version);
        if (version == _version) await _signal.WaitAsync();
        return new(_version, FeedView(), LastBar());
    }

    /// <summary>Bars of a range.</summary>
    public async Task<BarPage> ReadBarsAsync(BarFilter filter)
    {
        await FollowAsync();
        var timeframe = Timeframe.TryParse(filter.Timeframe, out var asked)
            ? asked
            : throw new ArgumentException($"'{filter.Timeframe}' is not a timeframe", nameof(filter));
        var from = filter.Start is { } start ? Time.ToMicroseconds(start) : long.MinValue;
        var until = filter.End is { } end ? Time.ToMicroseconds(end) : long.MaxValue;
        var limit = Math.Clamp(filter.Limit, 1, BarFilter.MaxLimit);
        var bars = State.Bars.Read(timeframe, from, until);
        // From a start on, the oldest; else the newest.
        if (filter.Start is null) return new([.. bars.TakeLast(limit).Select(ViewOf)], null);
        var page = bars.Take(limit + 1).Select(ViewOf).ToList();
        return new([.. page.Take(limit)], page.Count > limit ? page[limit].Start : null);
    }

    /// <summary>Takes ticks of a feed, each place once. Prices come from it from then on.</summary>
    public Task<TickAnswer> TakeAsync(TickBatch batch) => _appending.RunAsync(async () =>
    {
        var source = SourceOf(batch.Feed, batch.Run);
        var cursor = State.CursorOf(source);
        if (cursor == Ended) return default;
        // What the market has traded until now belongs to the time before the feed.
        if (State.Source == MarketDataState.OwnBook) await _follower.CatchUpAsync();
        var now = _services.Clock.GetMicroseconds();
        var (runs, last, fault) = (new List<TradeRun>(), default(TradePrint?), default(string?));
        var ticks = new List<Tick>();
        // A tick without a place is always new.
        foreach (var tick in batch.Ticks.Where(t => t.Place == 0 || t.Place > cursor))
        {
            if (TickRules.FindWrong(tick, _instrument, now) is { } wrong)
            {
                fault ??= wrong;
                continue;
            }
            ticks.Add(tick);
            if (tick.Price is not { } price) continue;
            last = new(price, tick.Quantity, tick.At);
            TradeRun.Add(runs, _services.Calendar.SessionAt(_instrument, tick.At).Day, last.Value);
        }
        if (ticks.Count == 0) return new TickAnswer(true, fault);
        // The prices of another feed, or of another run, are not those of this one.
        if (State.Source != source) _feed.Clear();
        // Quotes alone are state: they are not stored.
        if (runs.Count > 0 || State.Source != source)
            await Log.AppendAsync(
                new(source, Math.Max(cursor, batch.Ticks[^1].Place), [.. runs], last) { IsChosen = State.Source != source });
        _feed.Take(ticks);
        _services.Metrics.Count(ticks.Count, TimeSpan.FromMicroseconds(_services.Clock.GetMicroseconds() - ticks[^1].At));
        Changed();
        await ShareAsync();
        return new TickAnswer(true, fault);
    });

    /// <summary>A run of a feed is alive; nothing changes unless it gives the prices.</summary>
    public void Hear(string feed, int run)
    {
        if (State.Source == SourceOf(feed, run)) _feed.Hear();
    }

    /// <summary>
    /// A run of a feed has ended: ticks of it that come later are left out. Prices come from the symbol's own market again, if
    /// they came from it.
    /// </summary>
    public Task ReleaseAsync(string feed, int run) => _appending.RunAsync(async () =>
    {
        var source = SourceOf(feed, run);
        if (State.CursorOf(source) != Ended) await Log.AppendAsync(new(source, Ended, [], null));
        // A later run of the feed goes on.
        if (FeedOf(State.Source) == feed && RunOf(State.Source) <= run)
        {
            // What the market traded in the meantime is not in the bars, which are the feed's.
            var sequence = (await Book.GetBook(1))?.Sequence ?? 0;
            await Log.AppendAsync(new(MarketDataState.OwnBook, sequence, [], null) { IsChosen = true });
            _feed.Clear();
            Changed();
        }
        if (State.Source == MarketDataState.OwnBook) await Book.TakePrice(null);
        return true;
    });

    /// <summary>
    /// Tells the market the prices of the feed, if there is one: the market may have started again, or not heard of the last
    /// ones.
    /// </summary>
    public Task ShareAsync() => State.Source == MarketDataState.OwnBook ? Task.CompletedTask : Book.TakePrice(new(
        _feed.Quote?.Bid, _feed.Quote?.BidSize ?? 0, _feed.Quote?.Ask, _feed.Quote?.AskSize ?? 0,
        State.Last?.Price, _feed.ReceivedAt ?? 0, _feed.StaleAt));

    /// <summary>Follows the market for a reader: its quote changes without a trade too.</summary>
    private async Task<DataPage> FollowBookAsync(long? version)
    {
        // Versions of a book and of a feed never meet: those of a book are negative.
        var page = await Book.ReadFeed(version < 0 ? -version - 1 : null);
        if (page?.Changes.Length > 0) await FollowAsync();
        var book = page?.Book ?? await Book.GetBook(1);
        return book is null ? new(_version, FeedView(), LastBar()) : new(-book.Sequence - 1, ViewOf(book), LastBar());
    }

    private static string SourceOf(string feed, int run) => $"{feed}{RunMark}{run}";

    /// <summary>The feed of a source, or <see cref="MarketDataState.OwnBook"/>.</summary>
    private static string FeedOf(string source) => source.Split(RunMark)[0];

    private static int RunOf(string source) =>
        int.Parse(source.AsSpan(source.IndexOf(RunMark) + 1), CultureInfo.InvariantCulture);

    private void Changed()
    {
        _version++;
        _signal.Set();
    }

    private BarView? LastBar() => State.Bars.LastMinute is { } bar ? ViewOf(bar) : null;

    private PriceView FeedView() => Traded() with
    {
        Bid = _feed.Quote?.Bid,
        BidSize = _feed.Quote is { Bid: not null } bid ? bid.BidSize : null,
        Ask = _feed.Quote?.Ask,
        AskSize = _feed.Quote is { Ask: not null } ask ? ask.AskSize : null,
        ReceivedAt = _feed.ReceivedAt is { } at ? Time.FromMicroseconds(at) : null,
        IsStale = _feed.IsStale,
    };

    private PriceView ViewOf(BookView book) => Traded() with
    {
        Last = book.LastPrice,
        LastSize = book.LastQuantity,
        Bid = book.Bids is [var bid, ..] ? bid.Price : null,
        BidSize = book.Bids is [var shown, ..] ? shown.Quantity : null,
        Ask = book.Asks is [var ask, ..] ? ask.Price : null,
        AskSize = book.Asks is [var offered, ..] ? offered.Quantity : null,
    };

    private PriceView Traded() => new()
    {
        Symbol = _instrument.Symbol,
        Source = FeedOf(State.Source),
        Last = State.Last?.Price,
        LastSize = State.Last?.Quantity,
        LastAt = State.Last is { } last ? Time.FromMicroseconds(last.Time) : null,
    };

    private static BarView ViewOf(Bar bar) => new(
        Time.FromMicroseconds(bar.Start), bar.Open, bar.High, bar.Low, bar.Close, bar.Volume, bar.Count, bar.Vwap);
}
