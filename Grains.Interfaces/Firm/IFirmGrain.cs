using System.Collections.Immutable;
using Orleans.Concurrency;
using TradingOps.Engine.Actors;
using TradingOps.Grains.Accounts;
using TradingOps.Grains.Desks;
using TradingOps.Grains.Risk;

namespace TradingOps.Grains.Firm;

/// <summary>
/// All accounts together, kept current by their reports: these are not stored, since accounts report again and again, and what a
/// new activation does not know it asks for. The limits of the firm and of desks are.
/// </summary>
[Alias("tradingops.IFirmGrain")]
public interface IFirmGrain : IGrainWithStringKey
{
    /// <summary>Takes what accounts report. Called by silos, a few times a second, with all that is new.</summary>
    [Alias("Report")]
    Task Report(ImmutableArray<AccountReport> reports);

    /// <summary>The firm's figures as of the last reports.</summary>
    [Alias("GetFirm")]
    [AlwaysInterleave]
    Task<FirmView> GetFirm();

    /// <summary>The figures of every account that has reported, by id, those of the outside market too.</summary>
    [Alias("ListAccounts")]
    [AlwaysInterleave]
    Task<ImmutableArray<AccountView>> ListAccounts();

    /// <summary>The desks that accounts have named, by id.</summary>
    [Alias("ListDesks")]
    [AlwaysInterleave]
    Task<ImmutableArray<DeskView>> ListDesks();

    /// <summary>
    /// A desk; null if no account names it. <see cref="TradingUnavailableException"/> while it is not known and accounts have not
    /// reported yet: one of them may name it.
    /// </summary>
    [Alias("FindDesk")]
    [AlwaysInterleave]
    Task<DeskView?> FindDesk(string desk);

    /// <summary>The limits of the firm and of desks, where there are any, and what is used of them.</summary>
    [Alias("ListLimits")]
    [AlwaysInterleave]
    Task<ImmutableArray<GroupLimitsView>> ListLimits();

    /// <summary>
    /// The limits of <c>firm</c> or <c>desk:ID</c>; null if no account names the desk. Throws as <see cref="FindDesk"/>.
    /// </summary>
    [Alias("FindLimits")]
    [AlwaysInterleave]
    Task<GroupLimitsView?> FindLimits(string scope);

    /// <summary>
    /// Sets the limits of the firm or a desk, in place of those before; null as above. Silos act on them within a second.
    /// </summary>
    [Alias("SetLimits")]
    Task<GroupLimitsView?> SetLimits(
        string scope, ImmutableArray<ExposureLimitValue> limits, string reason, Actor actor);
}
