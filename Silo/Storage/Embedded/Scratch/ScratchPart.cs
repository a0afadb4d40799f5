using TradingOps.Grains.Journaling;

namespace TradingOps.Silo.Storage.Embedded.Scratch;

/// <summary>A scratch file that is made when something is first appended to it.</summary>
internal sealed class ScratchPart(Func<ScratchFile> create) : IDisposable
{
    private ScratchFile? _file;

    /// <summary>How it is now, for a checkpoint; null before anything was appended.</summary>
    public KeptFile? Kept => _file?.Kept;

    /// <summary>Takes the file of a checkpoint.</summary>
    public void Take(ScratchFile file) => _file = file;

    /// <summary>Closes the file of a checkpoint that cannot be used.</summary>
    public void Forget()
    {
        _file?.Dispose();
        _file = null;
    }

    /// <summary>Appends, and returns where. Only within a move.</summary>
    public long Append(ReadOnlySpan<byte> bytes) => (_file ??= create()).Append(bytes);

    /// <summary>Writes over what was appended. Only within a move.</summary>
    public void Write(long offset, ReadOnlySpan<byte> bytes) => _file!.Write(offset, bytes);

    /// <summary>Makes durable what was written. Only within a move.</summary>
    public void Sync() => _file?.Sync();

    /// <summary>Reads what a move appended. <see cref="JournalException"/> if it cannot be read.</summary>
    public void Read(long offset, Span<byte> destination) => _file!.Read(offset, destination);

    /// <summary>Reads from where a move appended, as much as there is. <see cref="JournalException"/> if it cannot be.</summary>
    public int ReadUpTo(long offset, Span<byte> destination) => _file!.ReadUpTo(offset, destination);

    /// <inheritdoc/>
    public void Dispose() => _file?.Dispose();
}
