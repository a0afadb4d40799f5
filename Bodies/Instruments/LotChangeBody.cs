
namespace TradingOps.Bodies.Instruments;

/// <summary>From a trading day on, quantities of orders are multiples of a lot.</summary>
internal sealed record LotChangeBody : StrictBody
{
    public DateOnly? Day { get; init; }

    public decimal? Lot { get; init; }
}
