namespace TradingOps.Engine.Instruments;

/// <summary>
/// The ticks that prices of orders keep to, by price: as with stocks below a dollar. Each is a multiple of the instrument's tick
/// size, in which prices are stored.
/// </summary>
/// <param name="Bands">From the lowest price on.</param>
public sealed record TickTable(IReadOnlyList<TickBand> Bands)
{
    /// <summary>Most bands of a table.</summary>
    public const int MaxBands = 100;

    /// <summary>The tick at a price; a price below zero has that of the same one above.</summary>
    public decimal TickAt(decimal price)
    {
        var size = Math.Abs(price);
        var tick = Bands[0].Tick;
        foreach (var band in Bands)
            if (band.From <= size)
                tick = band.Tick;
        return tick;
    }

    /// <summary>Whether a price is a multiple of its tick.</summary>
    public bool Fits(decimal price) => price % TickAt(price) == 0;

    /// <summary>The next price that fits, at or below a price or at or above it.</summary>
    public decimal Round(decimal price, bool isUp)
    {
        var tick = TickAt(price);
        return (isUp ? decimal.Ceiling(price / tick) : decimal.Floor(price / tick)) * tick;
    }

    /// <summary>
    /// What is wrong with it as the table of an instrument whose prices are stored in a tick size; null if nothing is.
    /// </summary>
    public string? FindWrong(decimal tickSize)
    {
        if (Bands.Count is 0 or > MaxBands) return $"has {Bands.Count} bands, 1 to {MaxBands} are allowed";
        for (var i = 0; i < Bands.Count; i++)
        {
            var (from, tick) = (Bands[i].From, Bands[i].Tick);
            if (i == 0 ? from != 0 : from <= Bands[i - 1].From)
                return $"begins a band at {from}: the first begins at 0, each other above";
            if (tick <= 0 || tick % tickSize != 0)
                return $"has the tick {tick}, which is not a positive multiple of tick_size {tickSize}";
            if (from % tick != 0 || (i > 0 && from % Bands[i - 1].Tick != 0))
                return $"has a band from {from}, which is not a multiple of the ticks on both sides";
        }
        return null;
    }

    /// <summary>Tables with the same bands are equal.</summary>
    public bool Equals(TickTable? other) => other is not null && Bands.SequenceEqual(other.Bands);

    /// <inheritdoc/>
    public override int GetHashCode() => Bands.Count == 0 ? 0 : HashCode.Combine(Bands.Count, Bands[^1]);
}
