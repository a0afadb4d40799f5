using TradingOps.Engine.Errors;

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
    /// Makes one with a code and a sentence for a person. The cause is logged where it happened and stays there: it is of
    /// no use to a caller, and its type need not exist in the caller's process.
    /// </summary>
    public TradingUnavailableException(TradingError code, string message, bool isOutcomeKnown = false) : base(message)
    {
        Code = code;
        IsOutcomeKnown = isOutcomeKnown;
    }

    /// <summary>Makes one that says that nothing was done.</summary>
    public static TradingUnavailableException NothingDone(TradingError code, string message) =>
        new(code, message, isOutcomeKnown: true);

    /// <summary>The code of the answer. Its status is 503, but for a bound that is kept.</summary>
    [Id(2)]
    public TradingError Code { get; }

    /// <summary>Whether it is certain that nothing was done; else it may have been, or may still be.</summary>
    [Id(1)]
    public bool IsOutcomeKnown { get; }
}
