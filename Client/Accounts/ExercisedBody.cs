namespace TradingOps.Client.Accounts;

/// <summary>What became of it: exercised now, or noted for the expiry.</summary>
internal sealed record ExercisedBody(string Account, string Symbol, string Action, decimal Qty, string Reference, string Status);
