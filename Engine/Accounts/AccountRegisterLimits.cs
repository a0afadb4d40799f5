namespace TradingOps.Engine.Accounts;

/// <summary>How many accounts there may be.</summary>
/// <param name="MaxAccounts">In all.</param>
/// <param name="MaxAccountsPerKey">Opened by one key.</param>
/// <param name="MaxNewAccountsPerMinute">Opened by one key in a minute.</param>
public sealed record AccountRegisterLimits(int MaxAccounts, int MaxAccountsPerKey, int MaxNewAccountsPerMinute);
