namespace TradingOps.Grains.Feeds;

/// <summary>How far a reader has followed an account.</summary>
/// <param name="Sequence">Sequence of the last record of the account's own journal.</param>
/// <param name="Applied">Reports that the account had applied; means something to its present activation only.</param>
[GenerateSerializer, Immutable]
[Alias("tradingops.account-cursor")]
public readonly record struct AccountCursor(long Sequence, long Applied);
