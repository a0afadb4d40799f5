using Microsoft.Extensions.Logging;
using TradingOps.Engine.Actors;
using TradingOps.Engine.Books;
using TradingOps.Engine.Errors;
using TradingOps.Engine.Instruments;
using TradingOps.Engine.Markets;
using TradingOps.Engine.Sessions;
using TradingOps.Grains.Journaling;
using TradingOps.Grains.Trades;

namespace TradingOps.Grains.Books;

/// <summary>Busts and corrects the trades of a market. Used within one grain's turns only.</summary>
/// <param name="market">The market.</param>
/// <param name="session">Its session.</param>
/// <param name="calendar">The days of the exchanges.</param>
/// <param name="journal">Where its trades are.</param>
/// <param name="needsTwo">Whether it takes two people.</param>
/// <param name="clock">The time.</param>
/// <param name="logger">For what is decided.</param>
internal sealed class TradeCorrection(
    MarketLog market, MarketSession session, TradingCalendar calendar, IJournal journal, bool needsTwo, TimeProvider clock,
    ILogger logger)
{
    private Instrument Instrument => market.Instrument;

    private Market Market => market.Market;

    /// <summary>Takes a request; another person's request for the same carries it out.</summary>
    public async Task<BustAnswer> AskAsync(BustRequest request, Actor actor)
    {
        var id = OrderIds.FormatTrade(Market.Symbol, request.Sequence, request.Trade);
        if (await FindAsync(request, actor) is not { } trade)
            return BustAnswer.Refuse(TradingError.UnknownTrade, $"there is no trade {id}");
        await session.RefreshAsync();
        market.ThrowIfUnavailable();
        if (FindWrong(request, id) is { } wrong) return wrong;
        // Decided in one turn: what was read of the journal does not change.
        var asked = AsItStands(trade) with { NewPrice = TicksOf(request.NewPrice) };
        if (asked.NewPrice == asked.Price)
            return BustAnswer.Refuse(TradingError.InvalidPrice, $"{request.NewPrice} is the price of trade {id} already");
        // Who asks for the same again is answered with what is known.
        var known = Market.Busts.Find(request.Sequence, request.Trade);
        if (Market.Positions.Bust(asked, clock.GetMicroseconds(), request.Reason, actor, needsTwo) is { } record)
        {
            known = record.Bust;
            await market.CommitAsync(null, record);
            Log.BustAsked(logger, id, request.NewPrice, record.Bust!.IsAgreed, request.Reason, actor);
        }
        await market.UntilDurableAsync();
        return new()
        {
            Price = Instrument.ToPrice(known!.Price),
            NewPrice = known.NewPrice is { } price ? Instrument.ToPrice(price) : null,
            AskedBy = known.AskedBy,
            AgreedBy = known.AgreedBy,
        };
    }

    private BustAnswer? FindWrong(BustRequest request, string id)
    {
        if (Market.Busts.Find(request.Sequence, request.Trade) is { IsAgreed: true, NewPrice: null })
            return BustAnswer.Refuse(TradingError.TradeBusted, $"trade {id} is busted");
        if (Market.Book.Session == SessionState.Settled)
            return BustAnswer.Refuse(
                TradingError.TradeSettled, $"{Market.Symbol} is settled: what was traded in it stands");
        if (request.NewPrice is not { } price) return null;
        var ticks = calendar.TicksAt(Instrument, clock.GetMicroseconds());
        if (!Instrument.TryToTicks(price, out _) || ticks?.Fits(price) == false)
            return BustAnswer.Refuse(
                TradingError.PriceNotOnTick,
                $"price {price} is not a multiple of {ticks?.TickAt(price) ?? Instrument.TickSize}");
        return price <= 0 && !Instrument.AllowNegative
            ? BustAnswer.Refuse(TradingError.InvalidPrice, $"price {price} is not above 0")
            : null;
    }

    private long? TicksOf(decimal? price) => price is { } given && Instrument.TryToTicks(given, out var ticks) ? ticks : null;

    /// <summary>The trade with the price that it was corrected to, if it was.</summary>
    private TradeBust AsItStands(TradeBust trade) => Market.Busts.Find(trade.Sequence, trade.Trade) is { } known
        ? trade with { Price = known.IsAgreed ? known.NewPrice!.Value : known.Price }
        : trade;

    /// <summary>Reads a trade from the journal, with the price it was made at; null if there is no such trade.</summary>
    private async Task<TradeBust?> FindAsync(BustRequest request, Actor actor)
    {
        if (request.Sequence <= 0 || request.Sequence > Market.Sequence) return null;
        await market.UntilDurableAsync();
        await foreach (var stored in journal.ReadStreamAsync(
            JournalStreams.Book(Market.Symbol), request.Sequence, CancellationToken.None))
        {
            var record = MarketRecordCodec.Decode(stored.Payload);
            return record.Sequence == request.Sequence ? TradeBust.Of(record, request.Trade, actor.Name) : null;
        }
        return null;
    }
}
