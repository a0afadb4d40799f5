using TradingOps.Engine.Instruments;
using TradingOps.Engine.MarketData.Recordings;

namespace TradingOps.Grains.MarketData.Feeds;

/// <summary>A recording as prices: every trade, and the quote as it is whenever ticks are sent.</summary>
internal sealed class PriceOutput(string feed, int run, InstrumentCatalogue catalogue, IGrainFactory grains) : IFeedOutput
{
    private readonly Dictionary<string, SymbolTicks> _symbols = new(StringComparer.Ordinal);
    private readonly HashSet<SymbolTicks> _changed = [];

    /// <inheritdoc/>
    public int Waiting { get; private set; }

    /// <inheritdoc/>
    public string? Add(string symbol, in RecordedEvent next, long place, long? time)
    {
        if (!_symbols.TryGetValue(symbol, out var ticks))
            _symbols[symbol] = ticks = new(symbol, new(catalogue[symbol].TickSize));
        var fault = ticks.Add(next, place, time);
        if (time is null || fault is not null) return fault;
        _changed.Add(ticks);
        Waiting++;
        return null;
    }

    /// <inheritdoc/>
    public async Task<List<string>> FlushAsync()
    {
        var faults = await Task.WhenAll(_changed.Select(async symbol =>
        {
            var ticks = symbol.Take();
            var answer = ticks.Count > 0
                ? await grains.GetMarketData(symbol.Symbol).Take(new(feed, run, [.. ticks]))
                : default;
            symbol.Sent();
            return answer.Fault is null ? null : $"{symbol.Symbol}: {answer.Fault}";
        }));
        _changed.Clear();
        Waiting = 0;
        return [.. faults.OfType<string>()];
    }

    private sealed class SymbolTicks(string symbol, RecordedMarket market)
    {
        private readonly List<Tick> _ticks = [];
        private Tick? _quote;
        private (decimal? Bid, decimal BidSize, decimal? Ask, decimal AskSize) _shown;

        public string Symbol => symbol;

        public string? Add(in RecordedEvent next, long place, long? time)
        {
            if (next.Kind == RecordedEventKind.Quote)
            {
                if (time is { } at)
                    _quote = new(place, at, null, 0, next.Price, next.Quantity, next.Ask, next.AskQuantity);
                return null;
            }
            var fault = market.Play(next);
            if (fault is not null || time is not { } now) return fault;
            if (market.Trade is { } trade) _ticks.Add(new(place, now, trade.Price, trade.Quantity));
            // A recording of trades has no orders, and says nothing of quotes.
            if (next.Kind != RecordedEventKind.Trade && market.Quote(now) is var quote)
                _quote = new(place, now, null, 0, quote.Bid, quote.BidSize, quote.Ask, quote.AskSize);
            return null;
        }

        /// <summary>What is to be sent: of quotes only the last one, if it is another than before.</summary>
        public List<Tick> Take()
        {
            if (_quote is not { } quote || Shown(quote) == _shown) return _ticks;
            var ticks = _ticks.Where(t => t.Place <= quote.Place).Append(quote).Concat(_ticks.Where(t => t.Place > quote.Place));
            return [.. ticks];
        }

        /// <summary>All of it was taken.</summary>
        public void Sent()
        {
            if (_quote is { } quote) _shown = Shown(quote);
            _quote = null;
            _ticks.Clear();
        }

        private static (decimal?, decimal, decimal?, decimal) Shown(Tick quote) =>
            (quote.Bid, quote.BidSize, quote.Ask, quote.AskSize);
    }
}
