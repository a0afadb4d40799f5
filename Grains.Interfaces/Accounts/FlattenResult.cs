using System.Collections.Immutable;
using TradingOps.Grains.Orders;

namespace TradingOps.Grains.Accounts;

/// <summary>What became of an account that was to be flat.</summary>
/// <param name="Canceled">Open orders that were canceled.</param>
/// <param name="Orders">The orders that closed positions, in the order in which they were sent.</param>
/// <param name="Left">What could not be closed; empty if the account is flat.</param>
[GenerateSerializer, Immutable]
[Alias("tradingops.flatten-result")]
public sealed record FlattenResult(int Canceled, ImmutableArray<OrderView> Orders, ImmutableArray<PositionLeft> Left);
