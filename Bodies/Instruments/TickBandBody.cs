
namespace TradingOps.Bodies.Instruments;

/// <summary>From some price on, prices of orders are multiples of a tick.</summary>
internal sealed record TickBandBody : StrictBody
{
    public decimal? From { get; init; }

    public decimal? Tick { get; init; }
}
