namespace TradingOps.Engine.Markets;

/// <summary>An account that a record concerns.</summary>
/// <param name="Account">The small number that the book knows the account by.</param>
/// <param name="Name">The account's id.</param>
/// <param name="FirstNumber">Number of the account's first report in the record.</param>
public readonly record struct MarketParty(int Account, string Name, long FirstNumber);
