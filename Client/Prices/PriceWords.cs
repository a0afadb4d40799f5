using TradingOps.Bodies.Orders;
using TradingOps.Engine.Settlement;
using TradingOps.Grains.Settlement;

namespace TradingOps.Client.Prices;

/// <summary>The words of official prices and of instructions for options.</summary>
internal static class PriceWords
{
    public static readonly Vocabulary<OfficialPriceKind> Kinds = new(
        ("close", OfficialPriceKind.Close), ("settlement", OfficialPriceKind.Settlement));

    public static readonly Vocabulary<ExerciseAction> Actions = new(
        ("exercise", ExerciseAction.Exercise), ("do_not", ExerciseAction.DoNot));
}
