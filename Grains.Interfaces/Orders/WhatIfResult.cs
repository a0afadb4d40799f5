using TradingOps.Engine.Errors;

namespace TradingOps.Grains.Orders;

/// <summary>What an order would do to its account, if it were filled in full at once. Nothing was sent or stored.</summary>
[GenerateSerializer, Immutable]
[Alias("tradingops.what-if-result")]
public sealed record WhatIfResult
{
    /// <summary>Accepted, refused by a check, or not a valid order; of what is not valid there are no figures.</summary>
    [Id(0)] public required SubmitOutcome Outcome { get; init; }

    /// <summary>Why it would be refused; null if it would be accepted.</summary>
    [Id(1)] public TradingError? Code { get; init; }

    /// <summary>The same for a person.</summary>
    [Id(2)] public string? Detail { get; init; }

    /// <summary>The account's figures of now.</summary>
    [Id(3)] public MarginView? Before { get; init; }

    /// <summary>Its figures once the order is filled at its price.</summary>
    [Id(4)] public MarginView? After { get; init; }
}
