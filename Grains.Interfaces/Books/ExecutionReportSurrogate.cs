using TradingOps.Engine.Books;
using TradingOps.Engine.Markets;
using TradingOps.Engine.Settlement;

namespace TradingOps.Grains.Books;

/// <summary>The wire form of <see cref="ExecutionReport"/>, which is the Engine's own.</summary>
[GenerateSerializer]
[Alias("tradingops.execution-report")]
public struct ExecutionReportSurrogate
{
    [Id(0)] internal string Account;
    [Id(1)] internal long Number;
    [Id(2)] internal long Sequence;
    [Id(3)] internal long Time;
    [Id(4)] internal BookEventKind Kind;
    [Id(5)] internal BookReason Reason;
    [Id(6)] internal long OrderNumber;
    [Id(7)] internal Side Side;
    [Id(8)] internal long Price;
    [Id(9)] internal long Quantity;
    [Id(10)] internal long Remaining;
    [Id(11)] internal int Trade;
    [Id(12)] internal Liquidity Liquidity;
    [Id(13)] internal bool IsCounter;
    [Id(14)] internal Delivery? Delivery;
}
