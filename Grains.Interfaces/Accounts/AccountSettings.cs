using System.Collections.Immutable;
using TradingOps.Engine.Accounts;

namespace TradingOps.Grains.Accounts;

/// <summary>How an account is set.</summary>
/// <param name="Limits">What it may do at most; nothing in it is null.</param>
/// <param name="CostMethod">How positions that open find their cost.</param>
/// <param name="Fees">What fills cost.</param>
/// <param name="TermsFrom">From when on cost method and fees hold.</param>
/// <param name="Owner">Whose account it is; null if it is not known.</param>
[GenerateSerializer, Immutable]
[Alias("tradingops.account-settings")]
public sealed record AccountSettings(
    LimitValues Limits, CostMethod CostMethod, ImmutableArray<FeeValue> Fees, DateTimeOffset TermsFrom,
    string? Owner)
{
    /// <summary>Shares located to be borrowed.</summary>
    [Id(5)] public ImmutableArray<LocatedShares> Located { get; init; } = [];
}
