using System.Text;
using TradingOps.Engine.Instruments;

namespace TradingOps.Grains.Simulation;

/// <summary>A seeded random walk in ticks that tends back to the instrument's reference price.</summary>
internal sealed class PriceWalk
{
    private readonly Random _random;
    private readonly long _reference;
    private readonly long _step;

    public PriceWalk(Instrument instrument, int seed)
    {
        _random = new Random(seed ^ (int)System.IO.Hashing.XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(instrument.Symbol)));
        _reference = (long)(instrument.ReferencePrice / instrument.TickSize);
        _step = Math.Max(1, _reference / 10_000);
        Mid = _reference;
        HalfSpread = Math.Max(1, _reference / 20_000);
    }

    /// <summary>The price that is quoted around, in ticks.</summary>
    public long Mid { get; private set; }

    /// <summary>Distance of the best quotes from the middle, in ticks.</summary>
    public long HalfSpread { get; }

    /// <summary>Moves up, down or not at all; further from the reference it is likelier to move back.</summary>
    public void Step()
    {
        var pull = (double)(_reference - Mid) / (200 * _step);
        var draw = _random.NextDouble();
        if (draw < 0.2 + pull) Mid += _step;
        else if (draw > 0.8 + pull) Mid -= _step;
        Mid = Math.Max(Mid, _reference / 2 + HalfSpread);
    }
}
