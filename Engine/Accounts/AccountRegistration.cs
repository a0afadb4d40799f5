using TradingOps.Engine.Actors;

namespace TradingOps.Engine.Accounts;

/// <summary>One durable step of the register of accounts: an account may be opened.</summary>
/// <param name="Sequence">1, 2, 3, ...</param>
/// <param name="Time">Microseconds since the Unix epoch.</param>
/// <param name="Account">The account.</param>
/// <param name="Actor">Who opens it.</param>
public sealed record AccountRegistration(long Sequence, long Time, string Account, Actor Actor);
