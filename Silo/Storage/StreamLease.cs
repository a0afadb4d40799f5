using TradingOps.Grains.Journaling;

namespace TradingOps.Silo.Storage;

/// <summary>One activation's hold on a stream, as a writer knows it.</summary>
internal abstract class StreamLease(string name)
{
    /// <summary>The stream's name.</summary>
    public string Name { get; } = name;

    /// <summary>The symbol, if it is a market's stream.</summary>
    public string? Symbol { get; } = JournalStreams.SymbolOf(name);

    /// <summary>An append failed: nothing more is taken. Used by the writer only.</summary>
    public bool HasFailed { get; set; }
}
