namespace TradingOps.Silo.Storage.Embedded;

/// <summary>The journal holds a record that was durable once and is damaged now. Nothing is changed: a person decides.</summary>
public sealed class CorruptJournalException(string file, long offset, string what)
    : Exception($"the journal is damaged: {what} in {file} at offset {offset}; nothing was changed")
{
    /// <summary>The damaged file.</summary>
    public string File { get; } = file;

    /// <summary>Where in it.</summary>
    public long Offset { get; } = offset;
}
