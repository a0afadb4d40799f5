using System.Collections.Immutable;
using Microsoft.Extensions.Logging;
using TradingOps.Engine.Actors;
using TradingOps.Engine.Books;
using TradingOps.Engine.Errors;
using TradingOps.Engine.Instruments;
using TradingOps.Engine.Markets;
using TradingOps.Engine.Sessions;
using TradingOps.Engine.Settlement;
using TradingOps.Grains.Settlement;

namespace TradingOps.Grains.Books;

/// <summary>
/// Official prices of a market, and what becomes of its contract: variation margin, exercise, assignment, settlement. Used within
/// one grain's turns only.
/// </summary>
/// <param name="market">The market.</param>
/// <param name="session">Its session.</param>
/// <param name="catalogue">What is traded.</param>
/// <param name="calendar">The days of the exchanges.</param>
/// <param name="grains">The markets of other instruments.</param>
/// <param name="needsTwo">Whether it takes two people to confirm a price.</param>
/// <param name="clock">The time.</param>
/// <param name="logger">For prices and settlements.</param>
internal sealed class ContractSettlement(
    MarketLog market, MarketSession session, InstrumentCatalogue catalogue, TradingCalendar calendar, IGrainFactory grains,
    bool needsTwo, TimeProvider clock, ILogger logger)
{
    /// <summary>How often an expired contract asks for its price, besides when that is entered.</summary>
    private static readonly TimeSpan AskEvery = TimeSpan.FromSeconds(5);

    /// <summary>The same for one that is settled, whose price may be corrected.</summary>
    private static readonly TimeSpan AskAgainEvery = TimeSpan.FromMinutes(10);

    private readonly OneAtATime _settlements = new();
    private long? _askedAt;

    private Instrument Instrument => market.Instrument;

    private Market Market => market.Market;

    /// <summary>Takes an official price, and settles by it what has expired.</summary>
    public async Task<PriceAnswer> EnterAsync(NewOfficialPrice entered, Actor actor)
    {
        await session.RefreshAsync();
        market.ThrowIfUnavailable();
        if (FindWrong(entered) is { } wrong) return wrong;
        if (Instrument.AssetClass == AssetClass.Options && await FindOutOfBoundsAsync(entered) is { } outside) return outside;
        market.ThrowIfUnavailable();
        var official = new OfficialPrice(entered.Day, entered.Kind, Instrument.ToSettlement(entered.Price), actor.Name);
        var record = Market.Positions.SetOfficialPrice(
            official, Instrument, clock.GetMicroseconds(), entered.Reason, actor, needsTwo);
        if (record is not null)
        {
            await market.CommitAsync(null, record);
            Log.PriceEntered(logger, Market.Symbol, entered.Kind, entered.Day, entered.Price, actor);
        }
        await SettleAsync();
        await SettleOptionsAsync(entered.Day);
        return new(await FindAsync(entered.Day, entered.Kind));
    }

    /// <summary>All official prices, newest first.</summary>
    public async Task<ImmutableArray<OfficialPriceView>> ListAsync()
    {
        market.ThrowIfFaulted();
        var prices = Market.Settlement.Prices.All.Reverse().Select(View).ToImmutableArray();
        await market.UntilDurableAsync();
        return prices;
    }

    /// <summary>The official price of a day; null if none was entered.</summary>
    public async Task<OfficialPriceView?> FindAsync(DateOnly day, OfficialPriceKind kind)
    {
        market.ThrowIfFaulted();
        var price = Market.Settlement.Prices.Find(day, kind);
        await market.UntilDurableAsync();
        return price is null ? null : View(price);
    }

    /// <summary>As <see cref="SettleAsync"/>, from time to time. What fails is done at a later call.</summary>
    public async Task SettleWhenDueAsync()
    {
        var pause = Market.Book.Session == SessionState.Settled ? AskAgainEvery : AskEvery;
        if (_askedAt is { } at && clock.GetElapsedTime(at) < pause) return;
        try
        {
            await SettleAsync();
        }
        catch (Exception e) when (GrainCall.IsFailure(e))
        {
            Log.NotSettled(logger, Market.Symbol, e);
        }
    }

    /// <summary>Settles an expired contract, or corrects its settlement, if its official price is confirmed.</summary>
    public async Task SettleAsync()
    {
        // An answer that comes late must not undo what a newer one settled.
        if (await _settlements.RunAsync(TrySettleAsync)) _askedAt = clock.GetTimestamp();
    }

    /// <summary>As <see cref="SettleAsync"/>. Returns whether its price was asked for: before the cut-off it is not.</summary>
    private async Task<bool> TrySettleAsync()
    {
        if (Market.Book.Session < SessionState.Expired || Market.Sequence == 0 || Instrument.Expiry is not { } day) return false;
        // A person may have expired it before its day. An earlier version did not keep when.
        var expired = Market.Settlement.ExpiredAt == 0 ? day : calendar.SessionAt(Instrument, Market.Settlement.ExpiredAt).Day;
        if (expired < day) day = expired;
        var isOption = Instrument.AssetClass == AssetClass.Options;
        // Until then its holders may say what they want.
        if (isOption && Instrument.Status != InstrumentStatus.Expired
            && clock.GetMicroseconds() < OptionExercise.CutOffOf(day)) return false;
        if (await FindTermsAsync(day, isOption) is not { } terms) return true;
        market.ThrowIfUnavailable();
        if (Market.Positions.Settle(terms, clock.GetMicroseconds(), Actor.Market) is { } record)
        {
            await market.CommitAsync(null, record);
            Log.Settled(logger, Market.Symbol, record.Command.Kind, terms.By);
        }
        return true;
    }

    /// <summary>Exercises options now, or notes what their holder wants at their expiry.</summary>
    public async Task<ExerciseAnswer> ExerciseAsync(ExerciseOrder order)
    {
        await session.RefreshAsync();
        market.ThrowIfUnavailable();
        if (Market.Book.Session == SessionState.Settled)
            return ExerciseAnswer.Refuse(TradingError.Expired, $"{Market.Symbol} is settled");
        var held = Market.Positions.PositionOf(order.Account);
        var known = order.Delivery is null ? 0 : Market.Positions.ExercisedUnder(order.Account, order.Reference);
        if (known != 0) return await AnswerAsync(known);
        if (order.Lots != 0 && (held <= 0 || (order.Delivery is not null && order.Lots > held)))
            return ExerciseAnswer.Refuse(
                TradingError.ExceedsPosition,
                $"account '{order.Account}' holds {Instrument.ToQuantity(Math.Max(0, held))} of {Market.Symbol}");
        var now = clock.GetMicroseconds();
        var record = order.Delivery is { } delivery
            ? Market.Positions.Exercise(order.Account, order.Lots, delivery, order.Reference, now, order.Actor)
            : Market.Positions.Instruct(order.Account, order.Lots, now, order.Actor);
        if (record is not null) await market.CommitAsync(null, record);
        return await AnswerAsync(order.Lots, order.Delivery is not null);
    }

    /// <summary>What was exercised under a reference; null for nothing.</summary>
    public async Task<ExerciseAnswer?> FindExerciseAsync(string account, string reference)
    {
        market.ThrowIfFaulted();
        return Market.Positions.ExercisedUnder(account, reference) is not 0 and var lots ? await AnswerAsync(lots) : null;
    }

    private async Task<ExerciseAnswer> AnswerAsync(long lots, bool isExercised = true)
    {
        await market.UntilDurableAsync();
        return new() { Quantity = Instrument.ToQuantity(Math.Abs(lots)), IsExercised = isExercised };
    }

    /// <summary>Gives shares that exercises of options moved their place among the fills.</summary>
    public async Task TakeDeliveryAsync(string account, ImmutableArray<DeliveryNotice> notices)
    {
        await session.RefreshAsync();
        market.ThrowIfUnavailable();
        var now = clock.GetMicroseconds();
        var records = notices.OrderBy(n => n.Number)
            .Select(n => Market.Positions.Deliver(account, n.Delivery, n.Number, Instrument, now))
            .OfType<MarketRecord>().ToArray();
        if (records.Length > 0) await market.CommitAsync(null, records);
    }

    private PriceAnswer? FindWrong(NewOfficialPrice entered)
    {
        var today = calendar.SessionAt(Instrument, clock.GetMicroseconds()).Day;
        var last = Instrument.Expiry < today ? Instrument.Expiry.Value : today;
        if (entered.Day > last)
            return new(null, TradingError.InvalidDay, $"day {entered.Day:yyyy-MM-dd} is after {last:yyyy-MM-dd}");
        if (entered.Kind == OfficialPriceKind.Close && !calendar.IsOver(Instrument, entered.Day, clock.GetMicroseconds()))
            return new(null, TradingError.InvalidDay, $"the session of {entered.Day:yyyy-MM-dd} is not over");
        if (Market.Settlement.Prices.IsTooOld(entered.Day))
            return new(null, TradingError.InvalidDay, $"day {entered.Day:yyyy-MM-dd} is older than the prices that are kept");
        if (entered.Kind == OfficialPriceKind.Settlement && Instrument.AssetClass == AssetClass.Equity)
            return new(null, TradingError.InvalidPriceKind, $"{Market.Symbol} has a close and no settlement");
        if (entered.Price < 0 && Instrument.AssetClass != AssetClass.Futures)
            return new(null, TradingError.InvalidPrice, $"price {entered.Price} is negative");
        return Instrument.TryToSettlement(entered.Price, out _)
            ? null
            : new(null, TradingError.InvalidPrice,
                $"price {entered.Price} is too large, or finer than a {Instrument.SettlementParts:n0}th of the tick");
    }

    private async Task<PriceAnswer?> FindOutOfBoundsAsync(NewOfficialPrice entered)
    {
        if (!IsPriced) return null;
        var underlying = Instrument.Underlying!;
        var price = await grains.GetOrderBook(underlying).FindPrice(entered.Day, OfficialPriceKind.Close);
        if (price is null)
            return entered.Kind == OfficialPriceKind.Close
                ? null
                : new(null, TradingError.NoOfficialPrice, $"{underlying} has no official price of {entered.Day:yyyy-MM-dd}");
        return OptionExercise.FindOutOfBounds(Instrument, entered.Price, entered.Kind, price.Price) is { } detail
            ? new(null, TradingError.SettlementOutOfBounds, detail)
            : null;
    }

    private async Task<SettlementTerms?> FindTermsAsync(DateOnly day, bool isOption)
    {
        var isDelivered = isOption && Instrument.IsDelivered && IsPriced;
        if (!isDelivered && Market.Settlement.Prices.Find(day, OfficialPriceKind.Settlement) is { IsConfirmed: true } own)
            return SettlementTerms.InCash(own);
        if (!isOption || !IsPriced) return null;
        return await grains.GetOrderBook(Instrument.Underlying!).FindPrice(day, OfficialPriceKind.Close)
            is { Official.IsConfirmed: true } price
            ? SettlementTerms.OfOption(Instrument, price.Official, price.Price, isDelivered)
            : null;
    }

    /// <summary>Whether what an option is written on has a market here.</summary>
    private bool IsPriced => catalogue.FindDelivered(Instrument) is not null;

    /// <summary>Options that wait for this price need not wait until they ask again.</summary>
    private async Task SettleOptionsAsync(DateOnly day)
    {
        if (Market.Settlement.Prices.Find(day, OfficialPriceKind.Close) is not { IsConfirmed: true }) return;
        // What a person expired before its day is among them.
        await Task.WhenAll(catalogue.All.Where(i => i.OptionUnderlying == Market.Symbol && i.Expiry >= day)
            .Where(i => i.Expiry == day || i.Status == InstrumentStatus.Expired)
            .Select(i => grains.GetOrderBook(i.Symbol).Settle()));
    }

    private OfficialPriceView View(OfficialPrice price) => new(Market.Symbol, Instrument.FromSettlement(price.Parts), price);
}
