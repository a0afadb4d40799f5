using TradingOps.Engine.Instruments;

namespace TradingOps.Engine.Settlement;

/// <summary>What an expired contract comes to.</summary>
/// <param name="By">The official price that decides it.</param>
/// <param name="Parts">What is paid for what is not exercised, in parts of a tick of the contract.</param>
/// <param name="IsInTheMoney">Whether an option is exercised without being asked.</param>
/// <param name="Delivery">What exercising moves; null where everything is paid in cash.</param>
public sealed record SettlementTerms(OfficialPrice By, long Parts, bool IsInTheMoney = false, Delivery? Delivery = null)
{
    /// <summary>A contract that is settled in cash by its own settlement price.</summary>
    public static SettlementTerms InCash(OfficialPrice own) => new(own, own.Parts);

    /// <summary>An option by the official price of its underlying.</summary>
    /// <param name="option">The option.</param>
    /// <param name="by">The price of its underlying.</param>
    /// <param name="underlying">The same in currency.</param>
    /// <param name="isDelivered">Whether exercising moves shares.</param>
    public static SettlementTerms OfOption(Instrument option, OfficialPrice by, decimal underlying, bool isDelivered)
    {
        var intrinsic = OptionExercise.Intrinsic(option, underlying);
        return isDelivered
            ? new(by, 0, intrinsic >= OptionExercise.LeastGain, OptionExercise.DeliveryOf(option))
            : new(by, option.ToSettlement(intrinsic));
    }
}
