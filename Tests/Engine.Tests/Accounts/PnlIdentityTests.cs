using FsCheck;
using FsCheck.Fluent;
using TradingOps.Engine.Accounts;
using TradingOps.Engine.Instruments;

namespace TradingOps.Engine.Tests.Accounts;

public sealed class PnlIdentityTests
{
    private static readonly Gen<(int Quantity, int Ticks, int Fee)[]> Fills =
        (from quantity in Gen.Choose(-50, 50).Where(q => q != 0)
         from ticks in Gen.Choose(1, 100_000)
         from fee in Gen.Choose(0, 500)
         select (quantity, ticks, fee)).ArrayOf();

    [Fact]
    public void Cash_and_value_equal_realised_and_unrealised_for_every_sequence_of_fills()
    {
        var instrument = InstrumentCatalogue.Default["ESZ6"];
        Prop.ForAll(Fills.ToArbitrary(), Gen.Choose(1, 100_000).ToArbitrary(), (fills, markTicks) =>
        {
            var position = new Position(instrument.Symbol);
            decimal paid = 0, fees = 0;
            foreach (var (quantity, ticks, cents) in fills)
            {
                var (price, fee) = (ticks * 0.25m, cents * 0.01m);
                position.Apply(quantity, price, instrument, fee);
                paid -= quantity * price * instrument.Multiplier;
                fees += fee;
            }
            var mark = markTicks * 0.25m;
            var left = paid + position.Quantity * mark * instrument.Multiplier - fees;
            var right = position.RealizedPnl + position.UnrealizedPnl(mark, instrument.Multiplier);
            return left == right;
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));
    }
}
