using TradingOps.Engine.Errors;

namespace TradingOps.Grains.Journaling;

/// <summary>The journal could not do it: what was asked is not durable, or whether it is is not known.</summary>
public class JournalException : Exception
{
    /// <summary>Makes one.</summary>
    public JournalException(string message, Exception? inner = null) : base(message, inner)
    {
    }

    /// <summary>What a request is answered that reads from the journal.</summary>
    public virtual TradingError Code => TradingError.JournalUnavailable;
}
