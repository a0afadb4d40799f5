using System.Collections.Immutable;
using TradingOps.Grains.Firm;

namespace TradingOps.Grains.Desks;

/// <summary>The accounts of a desk together.</summary>
/// <param name="Desk">Its id.</param>
/// <param name="Accounts">The accounts that name it and have reported, those of the outside market too.</param>
/// <param name="Figures">What they add up to, without those of the outside market.</param>
[GenerateSerializer, Immutable]
[Alias("tradingops.desk-view")]
public sealed record DeskView(string Desk, ImmutableArray<string> Accounts, FirmView Figures);
