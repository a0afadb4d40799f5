namespace TradingOps.Engine.MarketData.Recordings;

/// <summary>A recording of a market, read from its beginning. Not safe for use by two threads at once.</summary>
public abstract class Recording : IDisposable
{
    /// <summary>Number of the last line or message that was read; 1 for the first.</summary>
    public long Place { get; protected set; }

    /// <summary>What is wrong with the last line or message; null if nothing is.</summary>
    public string? Fault { get; protected set; }

    /// <summary>Reads the next event. A bad line or message does not end the recording.</summary>
    public abstract ReadOutcome Read(out RecordedEvent next);

    /// <inheritdoc/>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>Lets go of the file.</summary>
    protected abstract void Dispose(bool disposing);

    /// <summary>The answer to a line or message that cannot be read.</summary>
    protected ReadOutcome Bad(string fault)
    {
        Fault = fault;
        return ReadOutcome.Bad;
    }
}
