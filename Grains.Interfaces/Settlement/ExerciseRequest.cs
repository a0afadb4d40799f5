namespace TradingOps.Grains.Settlement;

/// <summary>What an account asks for its options.</summary>
/// <param name="Symbol">The option.</param>
/// <param name="Action">What is wanted.</param>
/// <param name="Quantity">Contracts; null for all that are held. An instruction for the expiry is taken back by 0.</param>
/// <param name="Reference">What the account calls it: it exercises once a reference.</param>
[GenerateSerializer, Immutable]
[Alias("tradingops.exercise-request")]
public sealed record ExerciseRequest(string Symbol, ExerciseAction Action, decimal? Quantity, string Reference);
