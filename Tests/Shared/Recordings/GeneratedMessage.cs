using TradingOps.Engine.Books;

namespace TradingOps.Tests.Shared.Recordings;

/// <summary>
/// A message of a generated day: <c>A</c>dd, <c>E</c>xecute, <c>X</c> reduce, <c>D</c>elete, <c>P</c> hidden trade.
/// </summary>
/// <param name="Kind">Which.</param>
/// <param name="Nanoseconds">From midnight.</param>
/// <param name="Order">The resting order; 0 for a hidden trade.</param>
/// <param name="Side">Its side.</param>
/// <param name="Price">In 1/10,000.</param>
/// <param name="Quantity">Shares of the order, or traded, or taken off.</param>
public readonly record struct GeneratedMessage(char Kind, long Nanoseconds, long Order, Side Side, int Price, int Quantity);
