using TradingOps.Silo.Storage.Embedded.Scratch;

namespace TradingOps.Silo.Storage.Embedded;

/// <summary>
/// The orders of a market: places by number in memory, and by record the place of the first that it entered.
/// </summary>
internal sealed class MarketOrders(PagedList<int> entered)
{
    public Dictionary<long, int> InMemory { get; } = [];

    public PagedList<int> Entered { get; } = entered;
}
