using System.Collections.Immutable;
using TradingOps.Engine.Accounts;

namespace TradingOps.Grains.Accounts;

/// <summary>Opens an account, or changes one: what is null stays as it is, or is the default of a new account.</summary>
[GenerateSerializer, Immutable]
[Alias("tradingops.change-account")]
public sealed record ChangeAccount
{
    /// <summary>Cash in currency. The difference to what an open account has moves in or out.</summary>
    [Id(0)] public decimal? Cash { get; init; }

    /// <summary>What it may do at most.</summary>
    [Id(1)] public LimitValues? Limits { get; init; }

    /// <summary>How positions that open find their cost.</summary>
    [Id(2)] public CostMethod? CostMethod { get; init; }

    /// <summary>What fills cost; a kind that is not named costs nothing.</summary>
    [Id(3)] public ImmutableArray<FeeValue>? Fees { get; init; }

    /// <summary>Whose account it is: accounts of one owner do not trade with each other. Empty for no owner.</summary>
    [Id(4)] public string? Owner { get; init; }

    /// <summary>Why; needed to take the account out of the firm's figures, or back.</summary>
    [Id(5)] public string? Reason { get; init; }

    /// <summary>The desk that it belongs to. Empty for no desk.</summary>
    [Id(6)] public string? Desk { get; init; }
}
