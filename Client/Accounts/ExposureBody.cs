namespace TradingOps.Client.Accounts;

/// <summary>Market value of the positions, in currency.</summary>
internal sealed record ExposureBody(decimal Gross, decimal Net);
