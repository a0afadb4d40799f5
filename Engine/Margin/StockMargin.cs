namespace TradingOps.Engine.Margin;

/// <summary>
/// Margin of stock. Sources: Regulation T 220.12 (initial 50 % of the value, which leverage 2 is) and FINRA rule 4210 (c)
/// (maintenance).
/// </summary>
internal static class StockMargin
{
    private const decimal LongMaintenance = 0.25m;
    private const decimal ShortMaintenance = 0.30m;

    /// <summary>Least maintenance of a share that is sold short, in currency.</summary>
    private const decimal LeastShort = 5;

    public static MarginRequirement Of(in MarginLine line, MarginTerms terms)
    {
        // Cash pays for all of it.
        var share = terms.Model == MarginModel.Cash ? terms.StockShare : line.Instrument.InitialMargin * terms.StockShare;
        if (share == 0 || line.Quantity == 0) return default;
        // An account with more leverage than maintenance allows for is not called on its first day.
        var value = line.Value;
        var maintenance = line.Quantity > 0
            ? value * Math.Min(share, LongMaintenance)
            : Math.Max(value * Math.Min(share, ShortMaintenance), -line.Quantity * LeastShort);
        return new(Math.Max(value * share, maintenance), maintenance);
    }
}
