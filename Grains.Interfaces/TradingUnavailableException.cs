namespace TradingOps.Grains;

/// <summary>
/// The cluster could not do it now, or the outcome is not known. Safe to send again with the same client order id: what was
/// stored is returned, nothing is done twice.
/// </summary>
[GenerateSerializer]
[Alias("tradingops.unavailable")]
public sealed class TradingUnavailableException : Exception
{
    /// <summary>
    /// The code of a market that is away for a moment: it starts again from its journal, or its ticks and lots become others.
    /// </summary>
    public const string Restoring = "market_restoring";

    /// <summary>The code of what the store does not answer or take now.</summary>
    public const string JournalUnavailable = "journal_unavailable";

    /// <summary>
    /// Makes one with a stable code and a sentence for a person. The cause is logged where it happened and stays there: it is of
    /// no use to a caller, and its type need not exist in the caller's process.
    /// </summary>
    public TradingUnavailableException(string code, string message, bool isOutcomeKnown = false) : base(message)
    {
        Code = code;
        IsOutcomeKnown = isOutcomeKnown;
    }

    /// <summary>Makes one that says that nothing was done.</summary>
    public static TradingUnavailableException NothingDone(string code, string message) =>
        new(code, message, isOutcomeKnown: true);

    /// <summary>Stable, snake_case.</summary>
    [Id(0)]
    public string Code { get; }

    /// <summary>Whether it is certain that nothing was done; else it may have been, or may still be.</summary>
    [Id(1)]
    public bool IsOutcomeKnown { get; }
}
