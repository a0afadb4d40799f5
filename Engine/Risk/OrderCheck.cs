using TradingOps.Engine.Accounts;
using TradingOps.Engine.Books;
using TradingOps.Engine.Instruments;

namespace TradingOps.Engine.Risk;

/// <summary>An order on its way through the checks: a new one, or one that is to be changed.</summary>
public readonly record struct OrderCheck
{
    /// <summary>What it asks for, with its worst prices.</summary>
    public required OrderSpec Spec { get; init; }

    /// <summary>What the order will hold: its price is the one that it is reserved at.</summary>
    public required HeldOrder Held { get; init; }

    /// <summary>What it holds already, for one that is to be changed; else nothing.</summary>
    public HeldOrder? Before { get; init; }

    /// <summary>What makes another order the same as this one.</summary>
    public OrderContent Content => new(
        Held.Symbol, Spec.Side, Spec.Type, Spec.TimeInForce, Held.Remaining, Spec.Type.HasLimit() ? Spec.Price : 0,
        Spec.Type.HasStop() ? Spec.StopPrice : 0);

    /// <summary>When it came, microseconds since the Unix epoch.</summary>
    public required long Time { get; init; }

    /// <summary>What it will hold more than now.</summary>
    public Reservation After(in Reservation held) => (Before is { } before ? held.Add(before, -1) : held).Add(Held, 1);

    /// <summary>Shares or contracts that the position could become on the order's side, the order not yet reserved.</summary>
    public decimal WorstPosition(Account account, Instrument instrument)
    {
        var position = account.PositionIn(Held.Symbol)?.Quantity ?? 0;
        var after = After(account.ReservationIn(Held.Symbol));
        return Held.Side == Side.Buy
            ? position + instrument.ToQuantity(after.BuyLots)
            : instrument.ToQuantity(after.SellLots) - position;
    }

    /// <summary>The price that its collar is about, in ticks: its limit, or where a market order is expected to trade.</summary>
    public required long Price { get; init; }

    /// <summary>Whether it trades at once or at its limit; a stop trades somewhere else.</summary>
    public bool IsPlain => !Spec.Type.Waits();
}
