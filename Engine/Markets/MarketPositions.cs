using TradingOps.Engine.Actors;
using TradingOps.Engine.Books;
using TradingOps.Engine.Instruments;
using TradingOps.Engine.Settlement;

namespace TradingOps.Engine.Markets;

/// <summary>
/// What is done to the positions in a market without an order: official prices, settlement, exercise, delivery, busts. A
/// method that changes something returns the record to keep.
/// </summary>
public sealed class MarketPositions
{
    private readonly Market _market;
    private readonly MarketAccounts _accounts;

    internal MarketPositions(Market market, MarketAccounts accounts) => (_market, _accounts) = (market, accounts);

    /// <summary>Lots that an account holds here, signed.</summary>
    public long PositionOf(string account) => _accounts.TryGet(account, out var number) ? _accounts[number].Position : 0;

    /// <summary>Lots that an account has exercised under a reference; 0 for none.</summary>
    public long ExercisedUnder(string account, string reference) =>
        _accounts.TryGet(account, out var number) ? _market.Settlement.ExercisedUnder(number, reference) : 0;

    /// <summary>
    /// Takes an official price. The settlement of a future that still trades pays every account to it; a confirmation pays
    /// nothing again. Null where nothing changes.
    /// </summary>
    /// <param name="entered">The price.</param>
    /// <param name="instrument">The instrument of this market.</param>
    /// <param name="time">Microseconds since the Unix epoch.</param>
    /// <param name="reason">Why.</param>
    /// <param name="actor">Who entered it.</param>
    /// <param name="needsTwo">Whether another person has to confirm it; else the same one may, by entering it again.</param>
    public MarketRecord? SetOfficialPrice(
        OfficialPrice entered, Instrument instrument, long time, string reason, Actor actor, bool needsTwo = true)
    {
        var before = _market.Settlement.Prices.Find(entered.Day, entered.Kind);
        if (OfficialPrice.After(before, entered, needsTwo) is not { } price) return null;
        var pays = instrument.AssetClass == AssetClass.Futures && price.Kind == OfficialPriceKind.Settlement
            && price.Parts != before?.Parts && price.Day != instrument.Expiry && _market.Book.Session < SessionState.Expired
            && !_market.Settlement.Prices.HasAfter(price.Day, price.Kind);
        var command = new BookCommand
        {
            Kind = BookCommandKind.SetOfficialPrice,
            Spec = new() { Price = price.Parts },
            Position = pays ? 1 : 0,
            Time = time,
        };
        return _market.Execute(command, null, actor, out _, new(price, Note: reason));
    }

    /// <summary>
    /// Settles the expired contract, or settles it again where it was settled by another official price. Null where nothing is
    /// left to do.
    /// </summary>
    /// <param name="terms">What it comes to.</param>
    /// <param name="time">Microseconds since the Unix epoch.</param>
    /// <param name="actor">Who settles it.</param>
    public MarketRecord? Settle(SettlementTerms terms, long time, Actor actor)
    {
        var isSettled = _market.Book.Session == SessionState.Settled;
        // What an earlier version settled stands.
        if (isSettled && (_market.Settlement.SettledBy is not { } before || before.IsSameAs(terms.By))) return null;
        var command = new BookCommand
        {
            Kind = isSettled ? BookCommandKind.CorrectSettlement : BookCommandKind.SetSession,
            Session = SessionState.Settled,
            Spec = new() { Price = terms.Parts },
            Position = terms.IsInTheMoney ? 1 : 0,
            Time = time,
        };
        return _market.Execute(command, null, actor, out _, new(terms.By, terms.Delivery));
    }

    /// <summary>What an account wants at the expiry of its options, as <see cref="BookCommandKind.Instruct"/>.</summary>
    /// <param name="account">An account that has had orders here.</param>
    /// <param name="lots">Lots to exercise (positive), or not to.</param>
    /// <param name="time">Microseconds since the Unix epoch.</param>
    /// <param name="actor">Who asks.</param>
    public MarketRecord? Instruct(string account, long lots, long time, Actor actor)
    {
        var number = _accounts.Intern(account);
        if (_market.Settlement.InstructionOf(number) == lots) return null;
        var command = new BookCommand { Kind = BookCommandKind.Instruct, Account = number, Position = lots, Time = time };
        return _market.Execute(command, null, actor, out _, new(Note: account));
    }

    /// <summary>
    /// Exercises options of an account before they expire; who is assigned is drawn. Null if the account has exercised under the
    /// reference before. <see cref="ArgumentOutOfRangeException"/> if it holds fewer.
    /// </summary>
    /// <param name="account">The account.</param>
    /// <param name="lots">Lots to exercise.</param>
    /// <param name="delivery">What exercising a contract moves.</param>
    /// <param name="reference">What the account calls it.</param>
    /// <param name="time">Microseconds since the Unix epoch.</param>
    /// <param name="actor">Who asks.</param>
    public MarketRecord? Exercise(string account, long lots, Delivery delivery, string reference, long time, Actor actor)
    {
        var number = _accounts.Intern(account);
        if (_market.Settlement.ExercisedUnder(number, reference) != 0) return null;
        ArgumentOutOfRangeException.ThrowIfGreaterThan(lots, _accounts[number].Position);
        var command = new BookCommand
        {
            Kind = BookCommandKind.Exercise,
            Account = number,
            Spec = new() { Quantity = lots },
            Time = time,
        };
        return _market.Execute(command, null, actor, out _, new(null, delivery, reference));
    }

    /// <summary>
    /// An account says what the exercise of an option has moved, so that it takes its place among the fills here. Null if that is
    /// known.
    /// </summary>
    /// <param name="account">The account.</param>
    /// <param name="delivered">What was moved in all, and the option.</param>
    /// <param name="number">Number of the option's report; those of an option follow each other.</param>
    /// <param name="instrument">The instrument of this market.</param>
    /// <param name="time">Microseconds since the Unix epoch.</param>
    public MarketRecord? Deliver(string account, Delivery delivered, long number, Instrument instrument, long time)
    {
        var known = _accounts.Intern(account);
        if (_market.Settlement.LastDelivery(known, delivered.Symbol) >= number) return null;
        var command = new BookCommand
        {
            Kind = BookCommandKind.MovePosition,
            Account = known,
            Position = (long)(delivered.Shares / instrument.LotSize),
            OrderId = number,
            Time = time,
        };
        return _market.Execute(command, null, Actor.Account, out _, new(null, delivered));
    }

    /// <summary>
    /// Asks for a trade to be busted or corrected, or agrees to what another person asked. Null where nothing changes.
    /// </summary>
    /// <param name="asked">What is asked, of the trade as it stands.</param>
    /// <param name="time">Microseconds since the Unix epoch.</param>
    /// <param name="reason">Why.</param>
    /// <param name="actor">Who asks.</param>
    /// <param name="needsTwo">Whether it takes another person to agree.</param>
    public MarketRecord? Bust(TradeBust asked, long time, string reason, Actor actor, bool needsTwo = true)
    {
        if (TradeBust.After(_market.Busts.Find(asked.Sequence, asked.Trade), asked, needsTwo) is not { } bust) return null;
        var (first, second) = (_accounts.Intern(bust.Account), _accounts.Intern(bust.CounterAccount));
        var command = new BookCommand
        {
            Kind = BookCommandKind.BustTrade,
            Account = first,
            CounterAccount = second,
            // A correction of the price moves no position.
            Position = !bust.IsAgreed || bust.NewPrice is not null ? 0 : bust.Side == Side.Buy ? -bust.Lots : bust.Lots,
            Time = time,
        };
        return _market.Execute(command, null, actor, out _, new(Note: reason, Bust: bust));
    }
}
