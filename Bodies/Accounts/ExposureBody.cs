namespace TradingOps.Bodies.Accounts;

/// <summary>Market value of the positions, in currency.</summary>
internal sealed record ExposureBody(decimal Gross, decimal Net)
{
    public static ExposureBody From(decimal gross, decimal net) => new(Rounding.Money(gross), Rounding.Money(net));
}
