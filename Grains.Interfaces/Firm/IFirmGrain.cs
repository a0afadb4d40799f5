using System.Collections.Immutable;
using Orleans.Concurrency;
using TradingOps.Grains.Accounts;
using TradingOps.Grains.Desks;

namespace TradingOps.Grains.Firm;

/// <summary>
/// All accounts together, kept current by their reports. Nothing here is stored: accounts report again and again, and what a new
/// activation does not know it asks for.
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
}
