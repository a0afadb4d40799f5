namespace TradingOps.Grains.Settlement;

/// <summary>What the holder of options wants.</summary>
public enum ExerciseAction
{
    /// <summary>Exercise them: an American option now, a European one when it expires.</summary>
    Exercise = 0,

    /// <summary>Let them expire, even in the money.</summary>
    DoNot = 1,
}
