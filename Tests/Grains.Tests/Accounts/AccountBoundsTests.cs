using FsCheck;
using FsCheck.Fluent;

namespace TradingOps.Grains.Tests.Accounts;

/// <summary>
/// What an account may not become, whatever it sends and whatever others do: below zero, beyond its limits, larger by an order
/// that reduces.
/// </summary>
public sealed class AccountBoundsTests
{
    private const int Sequences = 1_500;
    private const int LongestSequence = 120;

    private static readonly Arbitrary<int[]> Seeds =
        Arb.From(Gen.Choose(0, int.MaxValue).ArrayOf(), ArbMap.Default.ArbFor<int[]>().Shrinker);

    [Fact]
    public void ZStats() { No_sequence_of_orders_takes_an_account_beyond_its_bounds(); System.IO.File.WriteAllLines("/tmp/proofs-stats.txt", RandomTrading.Stats.OrderBy(x => x.Key, StringComparer.Ordinal).Select(x => $"{x.Value,8} {x.Key}")); }

    [Fact]
    public void No_sequence_of_orders_takes_an_account_beyond_its_bounds() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(Sequences).WithEndSize(LongestSequence).WithQuietOnSuccess(true),
        Prop.ForAll(Seeds, seeds => RandomTrading.RunAsync(seeds).GetAwaiter().GetResult()));
}
