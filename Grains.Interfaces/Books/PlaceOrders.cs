using System.Collections.Immutable;
using TradingOps.Engine.Actors;

namespace TradingOps.Grains.Books;

/// <summary>Orders of one account on their way to one market, in their order.</summary>
/// <param name="Account">The owner.</param>
/// <param name="Deadline">
/// After this time they must no longer be taken, for their sender has given up; microseconds since the Unix epoch.
/// </param>
/// <param name="Acknowledged">Number of the last report of this market that the account has applied.</param>
/// <param name="TickSize">What the orders' prices are counted in.</param>
/// <param name="LotSize">What their quantities are counted in.</param>
/// <param name="Orders">The orders; at least one.</param>
/// <param name="Actor">Who sent them.</param>
/// <param name="Owner">Whose account it is, as <see cref="Engine.Books.BookCommand.Owner"/>.</param>
[GenerateSerializer, Immutable]
[Alias("tradingops.place-orders")]
public sealed record PlaceOrders(
    string Account, long Deadline, long Acknowledged, decimal TickSize, decimal LotSize, ImmutableArray<PlaceOrder> Orders,
    Actor Actor, long Owner = 0)
{
    /// <summary>The desk of the account; null for none.</summary>
    [Id(8)] public string? Desk { get; init; }
}
