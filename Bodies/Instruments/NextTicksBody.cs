
namespace TradingOps.Bodies.Instruments;

/// <summary>The ticks of orders from a trading day on.</summary>
internal sealed record NextTicksBody : StrictBody
{
    public DateOnly? Day { get; init; }

    public TickBandBody[]? Ticks { get; init; }
}
