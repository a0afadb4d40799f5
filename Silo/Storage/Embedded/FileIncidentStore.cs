using TradingOps.Engine.Markets;
using TradingOps.Grains.Incidents;

namespace TradingOps.Silo.Storage.Embedded;

/// <summary>
/// The incident log in <c>incidents.jsonl</c>: one line a step, synced before it is acknowledged. A torn last line was never
/// acknowledged and is cut off. Anything else that cannot be read, or was changed, and acknowledged steps that are missing, are
/// a <see cref="CorruptJournalException"/>, and nothing is changed.
/// </summary>
internal sealed class FileIncidentStore : IIncidentStore, IDisposable
{
    private readonly Lock _gate = new();
    private readonly string _endPath;
    private readonly FileStream _file = null!;
    private Dictionary<long, IncidentStatus> _statuses = [];
    private IncidentEnd _end;
    private long _length;
    private long? _unsureFrom;

    /// <summary>
    /// Reads the log. <see cref="CorruptJournalException"/>, <see cref="DataFolderException"/>: nothing was changed.
    /// </summary>
    public FileIncidentStore(DataFolder folder)
    {
        (Path, _endPath) = (folder.Incidents, folder.IncidentEnd);
        try
        {
            var acknowledged = IncidentEnd.Read(_endPath);
            if (acknowledged is { Steps: > 0 } known && !File.Exists(Path))
                throw new CorruptJournalException(Path, 0, $"{known.Steps} acknowledged steps are missing");
            _file = new(Path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
            SyncedFile.SyncFolder(folder.Path);
            Load(acknowledged);
            // Written again where an earlier version wrote it, too.
            _end.Write(_endPath);
        }
        catch (Exception e)
        {
            _file?.Dispose();
            if (e is IOException or UnauthorizedAccessException)
                throw new DataFolderException($"the incidents in {Path} cannot be used: {e.Message}", e);
            throw;
        }
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    public Task<IReadOnlyList<IncidentEntry>> ReadAsync(CancellationToken cancellationToken)
    {
        lock (_gate) return Task.FromResult<IReadOnlyList<IncidentEntry>>(LoadAgain());
    }

    public Task AppendAsync(IncidentEntry entry, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_unsureFrom is not null) _ = LoadAgain();
            if (!Follows(_statuses, entry))
                throw new IncidentStoreException($"incident {entry.Incident} has this step already, or not the one before it");
            var (line, sum) = IncidentLine.Write(_end.Steps + 1, _end.Sum, entry);
            var end = new IncidentEnd(_end.Steps + 1, sum);
            try
            {
                // Cuts off a part of a line that a write that failed may have left.
                _file.SetLength(_length);
                WriteAgain();
                RandomAccess.Write(_file.SafeFileHandle, line, _length);
                RandomAccess.FlushToDisk(_file.SafeFileHandle);
                end.Write(_endPath);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // The line may be there, and its end too: what is whole counts, as after a start.
                _unsureFrom ??= _length;
                throw new IncidentStoreException($"{Path} cannot be written: {e.Message}", e);
            }
            (_end, _length, _unsureFrom) = (end, _length + line.Length, null);
            _statuses[entry.Incident] = entry.Step.Status;
            return Task.CompletedTask;
        }
    }

    public void Dispose() => _file.Dispose();

    /// <summary>Writes lines again whose sync failed: the system may take them for written.</summary>
    private void WriteAgain()
    {
        if (_unsureFrom is not { } from) return;
        var lines = new byte[_length - from];
        _file.SafeFileHandle.ReadUpTo(from, lines);
        RandomAccess.Write(_file.SafeFileHandle, lines, from);
    }

    /// <summary>
    /// Reads all lines and compares them with what was acknowledged. Sets the end, the length and the states of what is whole.
    /// </summary>
    private List<IncidentEntry> Load(IncidentEnd? acknowledged)
    {
        var content = new byte[_file.Length];
        RandomAccess.Read(_file.SafeFileHandle, content, 0);
        var entries = new List<IncidentEntry>();
        var statuses = new Dictionary<long, IncidentStatus>();
        var (start, sum, isNumbered) = (0, 0UL, false);
        for (var feed = Array.IndexOf(content, (byte)'\n'); feed >= 0; feed = Array.IndexOf(content, (byte)'\n', start))
        {
            var line = Read(entries.Count + 1, sum, content.AsSpan(start, feed - start), start);
            if (isNumbered && !line.IsNumbered) throw new CorruptJournalException(Path, start, "a step without its number");
            if (!Follows(statuses, line.Entry)) throw new CorruptJournalException(Path, start, "a step that does not follow on");
            statuses[line.Entry.Incident] = line.Entry.Step.Status;
            entries.Add(line.Entry);
            (start, sum, isNumbered) = (feed + 1, line.Sum, line.IsNumbered);
            if (acknowledged is { } end && end.Steps == entries.Count && end.Sum != sum)
                throw new CorruptJournalException(Path, 0, "a step that is not what was acknowledged");
        }
        if (acknowledged is null && isNumbered)
            throw new CorruptJournalException(_endPath, 0, "the number of acknowledged steps is missing");
        if (acknowledged?.Steps > entries.Count)
            throw new CorruptJournalException(
                Path, start, $"{acknowledged.Value.Steps - entries.Count} acknowledged steps are missing");
        (_end, _length, _statuses) = (new(entries.Count, sum), start, statuses);
        return entries;
    }

    private IncidentLine Read(long number, ulong sum, ReadOnlySpan<byte> line, long offset)
    {
        try
        {
            return IncidentLine.Read(number, sum, line);
        }
        catch (UnknownVersionException e)
        {
            throw new DataFolderException(StoreFormat.DescribeNewer(Path, e.Version, e.Known), e);
        }
        catch (InvalidDataException e)
        {
            throw new CorruptJournalException(Path, offset, e.Message);
        }
    }

    // A new incident, or a later state of a known one.
    private static bool Follows(Dictionary<long, IncidentStatus> statuses, IncidentEntry entry) =>
        statuses.TryGetValue(entry.Incident, out var status)
            ? entry.Opened is null && entry.Step.Status > status
            : entry.Opened is not null && entry.Step.Status == IncidentStatus.Open;

    private List<IncidentEntry> LoadAgain()
    {
        try
        {
            return Load(_end);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IncidentStoreException($"{Path} cannot be read: {e.Message}", e);
        }
    }
}
