namespace TradingOps.Grains.Accounts;

/// <summary>
/// A trading day of an account. Its closing is the opening of the next one; the closing of the day that is not over is of now.
/// </summary>
/// <param name="Day">The trading day.</param>
/// <param name="Sequence">Sequence of the record that began it: the place in a list.</param>
/// <param name="Began">When it began.</param>
/// <param name="Ended">When the next one began; null while it is not over.</param>
/// <param name="Opening">What the account had come to.</param>
/// <param name="Closing">What it came to.</param>
[GenerateSerializer, Immutable]
[Alias("tradingops.day-statement")]
public sealed record DayStatement(
    DateOnly Day, long Sequence, DateTimeOffset Began, DateTimeOffset? Ended, StatementSide Opening, StatementSide Closing);
