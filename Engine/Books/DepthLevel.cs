namespace TradingOps.Engine.Books;

/// <summary>One price of one side of a book.</summary>
/// <param name="Price">Ticks.</param>
/// <param name="Quantity">Visible lots.</param>
/// <param name="Orders">Number of orders.</param>
public readonly record struct DepthLevel(long Price, long Quantity, int Orders);
