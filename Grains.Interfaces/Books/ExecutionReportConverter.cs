using TradingOps.Engine.Markets;

namespace TradingOps.Grains.Books;

/// <summary>Converts <see cref="ExecutionReport"/> to and from its wire form.</summary>
[RegisterConverter]
public sealed class ExecutionReportConverter : IConverter<ExecutionReport, ExecutionReportSurrogate>
{
    /// <inheritdoc/>
    public ExecutionReport ConvertFromSurrogate(in ExecutionReportSurrogate s) => new()
    {
        Account = s.Account,
        Number = s.Number,
        Sequence = s.Sequence,
        Time = s.Time,
        Kind = s.Kind,
        Reason = s.Reason,
        OrderNumber = s.OrderNumber,
        Side = s.Side,
        Price = s.Price,
        Quantity = s.Quantity,
        Remaining = s.Remaining,
        Trade = s.Trade,
        Liquidity = s.Liquidity,
        IsCounter = s.IsCounter,
        Delivery = s.Delivery,
    };

    /// <inheritdoc/>
    public ExecutionReportSurrogate ConvertToSurrogate(in ExecutionReport r) => new()
    {
        Account = r.Account,
        Number = r.Number,
        Sequence = r.Sequence,
        Time = r.Time,
        Kind = r.Kind,
        Reason = r.Reason,
        OrderNumber = r.OrderNumber,
        Side = r.Side,
        Price = r.Price,
        Quantity = r.Quantity,
        Remaining = r.Remaining,
        Trade = r.Trade,
        Liquidity = r.Liquidity,
        IsCounter = r.IsCounter,
        Delivery = r.Delivery,
    };
}
