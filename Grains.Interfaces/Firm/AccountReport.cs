using System.Collections.Immutable;
using TradingOps.Grains.Accounts;

namespace TradingOps.Grains.Firm;

/// <summary>
/// What an account reports to the firm: all of its figures as of a moment, so that a lost report is made good by the next.
/// </summary>
[GenerateSerializer, Immutable]
[Alias("tradingops.account-report")]
public sealed record AccountReport
{
    /// <summary>When, microseconds since the Unix epoch. A report that is older than the one known is passed over.</summary>
    [Id(0)] public required long At { get; init; }

    /// <summary>The account's figures.</summary>
    [Id(1)] public required AccountView Account { get; init; }

    /// <summary>Cash moved in, less cash moved out, since the day began.</summary>
    [Id(2)] public required decimal CashMoved { get; init; }

    /// <summary>Positions that are not flat.</summary>
    [Id(3)] public required ImmutableArray<SymbolFigures> Positions { get; init; }

    /// <summary>How much of its limits it uses.</summary>
    [Id(4)] public required LimitUse Use { get; init; }

    /// <summary>It stands for the outside market and is no part of the firm.</summary>
    [Id(5)] public required bool IsOutside { get; init; }

    /// <summary>Exposure of positions and open orders; empty from a silo of an earlier version.</summary>
    [Id(6)] public ImmutableArray<ExposureFigures> Exposure { get; init; } = [];

    /// <summary>Another one with each record and each report that the account has applied.</summary>
    [Id(7)] public long Version { get; init; }
}
