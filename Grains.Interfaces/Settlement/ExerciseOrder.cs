using TradingOps.Engine.Actors;
using TradingOps.Engine.Settlement;

namespace TradingOps.Grains.Settlement;

/// <summary>What an account has checked and asks of the market of an option.</summary>
/// <param name="Account">The account.</param>
/// <param name="Lots">
/// Lots to exercise; in an instruction for the expiry negative for those not to exercise, and 0 to take it back.
/// </param>
/// <param name="Delivery">What exercising a contract moves; null for an instruction.</param>
/// <param name="Reference">What the account calls it.</param>
/// <param name="Actor">Who asks.</param>
[GenerateSerializer, Immutable]
[Alias("tradingops.exercise-order")]
public sealed record ExerciseOrder(string Account, long Lots, Delivery? Delivery, string Reference, Actor Actor);
