using TradingOps.Engine.Instruments;
using TradingOps.Grains.Books;

namespace TradingOps.Grains.Accounts;

/// <summary>A well-formed order at the gate of its account.</summary>
/// <param name="Submission">The request and its outcome.</param>
/// <param name="Order">The order in ticks and lots.</param>
/// <param name="Instrument">Its instrument.</param>
/// <param name="Reservation">What it reserves while its market has it, once it has passed every check.</param>
internal sealed record GateOrder(
    Submission Submission, PlaceOrder Order, Instrument Instrument, OrderReservation? Reservation = null);
