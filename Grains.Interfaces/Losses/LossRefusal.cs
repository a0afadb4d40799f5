namespace TradingOps.Grains.Losses;

/// <summary>Why the acceptance of a loss changed nothing.</summary>
public enum LossRefusal
{
    /// <summary>It was taken.</summary>
    None,

    /// <summary>The same person has accepted it before.</summary>
    SecondPersonRequired,

    /// <summary>Two people have accepted it before.</summary>
    Approved,
}
