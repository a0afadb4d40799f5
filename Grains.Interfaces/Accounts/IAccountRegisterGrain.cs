using TradingOps.Engine.Actors;

namespace TradingOps.Grains.Accounts;

/// <summary>
/// The register of accounts: bounds how many there are. <see cref="TradingUnavailableException"/> with the code
/// <c>account_limit</c> or <c>account_rate</c> if there are too many, with another one if the registration cannot be stored now.
/// </summary>
[Alias("tradingops.IAccountRegisterGrain")]
public interface IAccountRegisterGrain : IGrainWithStringKey
{
    /// <summary>
    /// Registers an account that is about to be opened; one that is registered stays so. Called by accounts only.
    /// </summary>
    [Alias("Add")]
    [ResponseTimeout(CallTimeouts.Market)]
    Task Add(string account, Actor actor);
}
