namespace TradingOps.Client.Accounts;

/// <summary>Profit and loss, in currency.</summary>
internal sealed record PnlBody(decimal Realized, decimal Unrealized, decimal Total, decimal Day);
