namespace TradingOps.Engine.Breakers;

/// <summary>What a trigger asks for.</summary>
/// <param name="State">Where to.</param>
/// <param name="Cause">The trigger.</param>
/// <param name="Resting">What becomes of resting orders.</param>
/// <param name="Value">What was measured.</param>
/// <param name="Threshold">The limit that it reached.</param>
/// <param name="Cooldown">How long it lasts at least; zero where no time is set.</param>
/// <param name="NeedsPerson">A person has to reset it.</param>
internal readonly record struct BreakerTrip(
    BreakerState State, BreakerCause Cause, RestingOrders Resting, decimal Value, decimal Threshold, TimeSpan Cooldown,
    bool NeedsPerson);
