using FsCheck;
using FsCheck.Fluent;
using TradingOps.Engine.Accounts;

namespace TradingOps.Engine.Tests.Accounts;

public sealed class PnlIdentityTests
{
    private static readonly Gen<(int Quantity, int Ticks, int Fee, int Day)[]> Fills =
        (from quantity in Gen.Choose(-50, 50).Where(q => q != 0)
         from ticks in Gen.Choose(-1_000, 100_000)
         from fee in Gen.Choose(-100, 500)
         from day in Gen.Choose(0, 3)
         select (quantity, ticks, fee, day)).ArrayOf();

    private static readonly Gen<(decimal Multiplier, decimal Tick, CostMethod Method, int Mark)> Terms =
        from multiplier in Gen.Elements(1m, 5m, 20m, 50m, 100m, 1000m, 0.1m)
        from tick in Gen.Elements(0.01m, 0.05m, 0.25m, 0.00001m)
        from method in Gen.Elements(Enum.GetValues<CostMethod>())
        from mark in Gen.Choose(-1_000, 100_000)
        select (multiplier, tick, method, mark);

    [Fact]
    public void Cash_and_value_equal_realised_and_unrealised_for_every_sequence_of_fills() =>
        Prop.ForAll(Fills.ToArbitrary(), Terms.ToArbitrary(), (fills, terms) =>
        {
            var position = new Position("any");
            decimal paid = 0, fees = 0, signed = 0;
            foreach (var (quantity, ticks, cents, day) in fills)
            {
                var (price, fee) = (ticks * terms.Tick, cents * 0.01m);
                position.Apply(new(quantity, price, terms.Multiplier, fee, day), terms.Method);
                paid -= quantity * price * terms.Multiplier;
                fees += fee;
                signed += quantity;
            }
            var mark = terms.Mark * terms.Tick;
            var left = paid + position.Quantity * mark * terms.Multiplier - fees;
            var right = position.RealizedPnl + position.UnrealizedPnl(mark, terms.Multiplier);
            return left == right && signed == position.Quantity && fees == position.Fees
                && position.Lots.All(lot => Math.Sign(lot.Quantity) == Math.Sign(position.Quantity));
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(10_000));
}
