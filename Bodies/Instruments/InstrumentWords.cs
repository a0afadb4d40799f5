using TradingOps.Bodies.Orders;
using TradingOps.Engine.Instruments;
using TradingOps.Engine.Sessions;

namespace TradingOps.Bodies.Instruments;

/// <summary>The words of instruments and what they mean inside.</summary>
internal static class InstrumentWords
{
    public static readonly Vocabulary<InstrumentStatus> Statuses = new(
        ("open", InstrumentStatus.Open), ("halted", InstrumentStatus.Halted), ("closed", InstrumentStatus.Closed),
        ("expired", InstrumentStatus.Expired));

    public static readonly Vocabulary<OptionRight> Rights = new(("call", OptionRight.Call), ("put", OptionRight.Put));

    public static readonly Vocabulary<SettlementMethod> Settlements = new(
        ("physical", SettlementMethod.Physical), ("cash", SettlementMethod.Cash));

    public static readonly Vocabulary<MarketHours> Sessions = new(
        ("always", MarketHours.Always), ("equities", MarketHours.Equities), ("options", MarketHours.Options),
        ("globex", MarketHours.Globex));
}
