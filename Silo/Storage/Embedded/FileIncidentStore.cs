using System.Text.Json;
using System.Text.Json.Serialization;
using TradingOps.Grains.Incidents;

namespace TradingOps.Silo.Storage.Embedded;

/// <summary>
/// The incident log in <c>incidents.jsonl</c>: one line a step, synced before it is acknowledged. A torn last line was never
/// acknowledged and is cut off; anything else that cannot be read is a <see cref="CorruptJournalException"/>, and nothing is
/// changed.
/// </summary>
internal sealed class FileIncidentStore : IIncidentStore, IDisposable
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    private readonly Lock _gate = new();
    private readonly FileStream _file;
    private readonly Dictionary<long, IncidentStatus> _statuses = [];
    private long _length;

    public FileIncidentStore(DataFolder folder)
    {
        Path = System.IO.Path.Combine(folder.Path, "incidents.jsonl");
        _file = new(Path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
        try
        {
            SyncedFile.SyncFolder(folder.Path);
            foreach (var entry in Load()) _statuses[entry.Incident] = entry.Step.Status;
        }
        catch
        {
            _file.Dispose();
            throw;
        }
    }

    /// <summary>The file.</summary>
    public string Path { get; }

    public Task<IReadOnlyList<IncidentEntry>> ReadAsync(CancellationToken cancellationToken)
    {
        lock (_gate) return Task.FromResult<IReadOnlyList<IncidentEntry>>(Load());
    }

    public Task AppendAsync(IncidentEntry entry, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (!Follows(_statuses, entry))
                throw new IncidentStoreException($"incident {entry.Incident} has this step already, or not the one before it");
            byte[] line = [.. JsonSerializer.SerializeToUtf8Bytes(entry, Json), (byte)'\n'];
            try
            {
                // Cuts off what a write that failed may have left.
                _file.SetLength(_length);
                RandomAccess.Write(_file.SafeFileHandle, line, _length);
                RandomAccess.FlushToDisk(_file.SafeFileHandle);
            }
            catch (IOException e)
            {
                throw new IncidentStoreException($"{Path} cannot be written: {e.Message}", e);
            }
            _length += line.Length;
            _statuses[entry.Incident] = entry.Step.Status;
            return Task.CompletedTask;
        }
    }

    public void Dispose() => _file.Dispose();

    private List<IncidentEntry> Load()
    {
        var content = new byte[_file.Length];
        RandomAccess.Read(_file.SafeFileHandle, content, 0);
        var entries = new List<IncidentEntry>();
        var statuses = new Dictionary<long, IncidentStatus>();
        var start = 0;
        for (var end = Array.IndexOf(content, (byte)'\n'); end >= 0; end = Array.IndexOf(content, (byte)'\n', start))
        {
            var entry = Read(content.AsSpan(start, end - start), start);
            if (!Follows(statuses, entry)) throw new CorruptJournalException(Path, start, "a step that does not follow on");
            statuses[entry.Incident] = entry.Step.Status;
            entries.Add(entry);
            start = end + 1;
        }
        _length = start;
        return entries;
    }

    private IncidentEntry Read(ReadOnlySpan<byte> line, long offset)
    {
        try
        {
            if (JsonSerializer.Deserialize<IncidentEntry>(line, Json) is { Step: not null } entry) return entry;
        }
        catch (JsonException)
        {
            // Said below, with where it is.
        }
        throw new CorruptJournalException(Path, offset, "a line that is no step of an incident");
    }

    // A new incident, or a later state of a known one.
    private static bool Follows(Dictionary<long, IncidentStatus> statuses, IncidentEntry entry) =>
        statuses.TryGetValue(entry.Incident, out var status)
            ? entry.Opened is null && entry.Step.Status > status
            : entry.Opened is not null && entry.Step.Status == IncidentStatus.Open;
}
