using TradingOps.Bodies;
using TradingOps.Bodies.Accounts;
using TradingOps.Bodies.Breakers;
using TradingOps.Bodies.Instruments;
using TradingOps.Bodies.Orders;
using TradingOps.Client.Accounts;
using TradingOps.Client.Risk;
using TradingOps.Grains.AuditTrail;

namespace TradingOps.Client.AuditTrail;

/// <summary>One thing that happened, and who caused it, in the shape of the API.</summary>
internal sealed record AuditTrailBody
{
    public required DateTime At { get; init; }

    public required string Event { get; init; }

    public string? Account { get; init; }

    public string? Symbol { get; init; }

    /// <summary>The firm or the desk concerned.</summary>
    public string? Scope { get; init; }

    public required long Sequence { get; init; }

    public string? Who { get; init; }

    public string? OnBehalfOf { get; init; }

    public string? Address { get; init; }

    public OrderEventBody? Order { get; init; }

    public decimal? Amount { get; init; }

    public string? Reference { get; init; }

    public LimitsBody? Limits { get; init; }

    /// <summary>The limits on exposure that the firm or the desk has from then on.</summary>
    public ExposureLimitBody[]? Exposure { get; init; }

    public FeesBody? Fees { get; init; }

    public string? CostMethod { get; init; }

    public BreakerBody? Breaker { get; init; }

    public InstrumentBody? Instrument { get; init; }

    public string? Detail { get; init; }

    public static AuditTrailBody From(TrailEntry entry) => new()
    {
        At = entry.At.UtcDateTime,
        Event = entry.Event,
        Account = entry.Account,
        Symbol = entry.Symbol,
        Scope = entry.Scope,
        Sequence = entry.Sequence,
        Who = entry.Actor?.Name,
        OnBehalfOf = entry.Actor?.OnBehalfOf,
        Address = entry.Actor?.Address,
        Order = entry.Order is { } order ? OrderEventBody.From(order) : null,
        Amount = entry.Amount is { } amount ? Rounding.Money(amount) : null,
        Reference = entry.Reference,
        Limits = entry.Limits is { } limits ? LimitsBody.From(limits) : null,
        Exposure = entry.Exposure is { } exposure ? [.. exposure.Select(ExposureLimitBody.From)] : null,
        Fees = entry.Fees is { } fees ? FeesBody.From(fees) : null,
        CostMethod = entry.CostMethod is { } method ? AccountWords.CostMethods[method] : null,
        Breaker = entry.Breaker is { } breaker ? BreakerBody.Of(breaker) : null,
        Instrument = entry.Instrument is { } instrument ? InstrumentBody.From(instrument) : null,
        Detail = entry.Detail,
    };
}
