using TradingOps.Engine.Books;
using TradingOps.Engine.Settlement;

namespace TradingOps.Engine.Markets;

/// <summary>What commands of a market do to positions without a trade.</summary>
internal sealed class SettlementEvents(
    string symbol, MarketAccounts accounts, MarketSettlement settlement, BookEventBuffer events)
{
    /// <summary>Whether a command closes what is held, or corrects that.</summary>
    public static bool IsSettlement(in BookCommand command) => command.Kind == BookCommandKind.CorrectSettlement
        || command is { Kind: BookCommandKind.SetSession, Session: SessionState.Settled };

    /// <summary>Adds the events of a command.</summary>
    /// <param name="command">The command.</param>
    /// <param name="terms">What its record says besides.</param>
    /// <param name="sequence">Sequence of the command's record.</param>
    public void Add(in BookCommand command, in RecordTerms terms, long sequence)
    {
        switch (command.Kind)
        {
            case BookCommandKind.SetOfficialPrice when command.Position != 0:
                for (var account = 0; account < accounts.All.Count; account++)
                    if (accounts[account].Position != 0)
                        Add(BookEventKind.VariationPaid, account, command.Spec.Price);
                break;
            case BookCommandKind.Exercise:
                Add(BookEventKind.Exercised, command.Account, 0, command.Spec.Quantity);
                var assigned = Draw(Held(isCorrection: false), command.Spec.Quantity, sequence, command.Time);
                for (var account = 0; account < assigned.Length; account++)
                    if (assigned[account] > 0)
                        Add(BookEventKind.Exercised, account, 0, assigned[account], Side.Sell);
                break;
            case BookCommandKind.MovePosition:
                Add(BookEventKind.Delivered, command.Account, 0, command.Position, orderId: command.OrderId);
                break;
            case BookCommandKind.BustTrade when terms.Bust is { IsAgreed: true } bust:
                Add(BookEventKind.Busted, command, bust, bust.Price);
                if (bust.NewPrice is { } price) Add(BookEventKind.Corrected, command, bust, price);
                break;
            default:
                if (IsSettlement(command)) Settle(command, terms.Delivery, sequence);
                break;
        }
    }

    /// <summary>How many of the last events are those of a bust.</summary>
    public static int CountBusts(ReadOnlySpan<BookEvent> events)
    {
        var count = 0;
        while (count < events.Length && events[^(count + 1)].Kind >= BookEventKind.Busted) count++;
        return count;
    }

    private void Add(BookEventKind kind, in BookCommand command, TradeBust bust, long price)
    {
        ref var added = ref events.Add();
        added.Kind = kind;
        added.Side = bust.Side;
        added.IsAuction = bust.IsAuction;
        added.Account = command.Account;
        added.CounterAccount = command.CounterAccount;
        added.Price = price;
        added.Quantity = bust.Lots;
        added.Remaining = bust.TradedAt;
        added.CounterRemaining = bust.TradedAt;
    }

    /// <summary>Reports the price to every account that ever had an order here: only the account knows what it holds.</summary>
    private void Settle(in BookCommand command, Delivery? delivery, long sequence)
    {
        var isCorrection = command.Kind == BookCommandKind.CorrectSettlement;
        for (var account = 0; isCorrection && account < accounts.All.Count; account++)
            if (accounts[account].Settled != 0)
                Add(BookEventKind.SettlementReversed, account, 0);
        var held = Held(isCorrection);
        var exercised = new long[held.Length];
        if (delivery is not null)
        {
            for (var account = 0; account < held.Length; account++)
                if (held[account] > 0)
                    exercised[account] = settlement.ExercisedAtExpiry(account, held[account], command.Position != 0);
            var assigned = Draw(held, exercised.Sum(), sequence, command.Time);
            for (var account = 0; account < held.Length; account++) exercised[account] += assigned[account];
        }
        for (var account = 0; account < held.Length; account++)
        {
            var side = held[account] < 0 ? Side.Sell : Side.Buy;
            Add(BookEventKind.Settled, account, command.Spec.Price, exercised[account], side);
        }
    }

    private long[] Held(bool isCorrection) => [.. accounts.All.Select(a => isCorrection ? a.Settled : a.Position)];

    private long[] Draw(long[] held, long exercised, long sequence, long time) => Assignment.Draw(
        [.. held.Select(lots => Math.Max(0, -lots))], exercised, Assignment.SeedOf(symbol, sequence, time));

    private void Add(
        BookEventKind kind, int account, long price, long quantity = 0, Side side = Side.Buy, long orderId = 0)
    {
        ref var added = ref events.Add();
        added.Kind = kind;
        added.Account = account;
        added.Price = price;
        added.Quantity = quantity;
        added.Side = side;
        added.OrderId = orderId;
    }
}
