namespace TradingOps.Grains.Journaling;

/// <summary>The sequence is taken: another activation went on, and this one was superseded.</summary>
public sealed class JournalConflictException : JournalException
{
    /// <summary>Makes one.</summary>
    public JournalConflictException(string message) : base(message)
    {
    }
}
