using TradingOps.Engine.Books;
using TradingOps.Engine.Instruments;
using TradingOps.Grains.Books;

namespace TradingOps.Grains.Accounts;

/// <summary>A well-formed order at the gate of its account.</summary>
/// <param name="Submission">The request and its outcome.</param>
/// <param name="Spec">What it asks for, in ticks and lots.</param>
/// <param name="Instrument">Its instrument.</param>
/// <param name="Reservation">What it reserves while its market has it, once it has passed every check.</param>
internal sealed record GateOrder(
    Submission Submission, OrderSpec Spec, Instrument Instrument, OrderReservation? Reservation = null)
{
    /// <summary>The account's own id.</summary>
    public string? ClientOrderId => Submission.Request.ClientOrderId;

    /// <summary>The order as its market receives it.</summary>
    public PlaceOrder ToPlaceOrder() => new() { ClientOrderId = ClientOrderId, Spec = Spec, Tag = Submission.Request.Tag };
}
