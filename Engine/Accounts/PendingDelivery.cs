namespace TradingOps.Engine.Accounts;

/// <summary>
/// Shares that the exercise of an option has moved and that have not taken their place among the fills of the underlying yet: a
/// part of the position already. The other sign where the place is known and the exercise is still to come.
/// </summary>
/// <param name="Option">The option.</param>
/// <param name="Number">Number of the option's report.</param>
/// <param name="Shares">Shares that came; negative where they went.</param>
/// <param name="Payment">Cash paid for them.</param>
public readonly record struct PendingDelivery(string Option, long Number, decimal Shares, decimal Payment);
