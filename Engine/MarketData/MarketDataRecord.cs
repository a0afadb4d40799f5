using System.Collections.Immutable;

namespace TradingOps.Engine.MarketData;

/// <summary>A durable step of the market data of one symbol: trades of a source, and how far it was read.</summary>
/// <param name="Source">Where they are from: <see cref="MarketDataState.OwnBook"/>, or a run of a feed.</param>
/// <param name="Cursor">Place in the source up to which everything is in here or in records before.</param>
/// <param name="Runs">The trades.</param>
/// <param name="Last">The last trade; null if nothing was traded.</param>
public sealed record MarketDataRecord(string Source, long Cursor, ImmutableArray<TradeRun> Runs, TradePrint? Last)
{
    /// <summary>Whether prices come from <see cref="Source"/> from here on.</summary>
    public bool IsChosen { get; init; }
}
