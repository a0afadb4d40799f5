using FsCheck;
using FsCheck.Fluent;
using TradingOps.Engine.Books;

namespace TradingOps.Engine.Tests.Books;

/// <summary>Random sequences of commands for properties.</summary>
internal static class CommandSequence
{
    private static readonly Arbitrary<int[]> Seeds =
        Arb.From(Gen.Choose(0, int.MaxValue).ArrayOf(), ArbMap.Default.ArbFor<int[]>().Shrinker);

    /// <summary>Checks a property of many sequences; a failure is shrunk to a short one.</summary>
    /// <param name="count">Number of sequences, of up to 200 commands.</param>
    /// <param name="holds">Throws if the property does not hold.</param>
    public static void ForAll(int count, Action<BookCommand[]> holds) => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(count).WithEndSize(200).WithQuietOnSuccess(true),
        Prop.ForAll(Seeds, seeds => holds([.. RandomCommand.Sequence(seeds)])));
}
