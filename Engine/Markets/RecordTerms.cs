using TradingOps.Engine.Settlement;

namespace TradingOps.Engine.Markets;

/// <summary>What a record says besides its command.</summary>
/// <param name="Official">The official price that was entered, or that the contract is settled by.</param>
/// <param name="Delivery">What exercising a contract moves.</param>
/// <param name="Note">Why, or what an account calls it.</param>
/// <param name="Bust">The trade that is busted or corrected.</param>
internal readonly record struct RecordTerms(
    OfficialPrice? Official = null, Delivery? Delivery = null, string? Note = null, TradeBust? Bust = null);
