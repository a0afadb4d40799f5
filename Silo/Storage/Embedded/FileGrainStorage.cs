using System.Text.Json;
using Orleans.Storage;

namespace TradingOps.Silo.Storage.Embedded;

/// <summary>
/// Orleans grain storage over the data folder: a JSON file a grain, replaced whole. For small state that is rarely written, such
/// as breakers. One process holds the folder, so the ETag only guards against a superseded activation.
/// </summary>
internal sealed class FileGrainStorage(DataFolder folder) : IGrainStorage
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private readonly Lock _gate = new();

    public Task ReadStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        lock (_gate)
        {
            var stored = Read<T>(PathOf(stateName, grainId));
            grainState.RecordExists = stored is not null;
            grainState.ETag = stored?.ETag;
            grainState.State = stored is null ? Activator.CreateInstance<T>() : stored.State;
        }
        return Task.CompletedTask;
    }

    public Task WriteStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        lock (_gate)
        {
            var path = PathOf(stateName, grainId);
            ThrowIfChanged<T>(path, grainState.ETag);
            var next = new StoredState<T>(Guid.NewGuid().ToString("n"), grainState.State);
            SyncedFile.Replace(path, JsonSerializer.SerializeToUtf8Bytes(next, Json));
            grainState.ETag = next.ETag;
            grainState.RecordExists = true;
        }
        return Task.CompletedTask;
    }

    public Task ClearStateAsync<T>(string stateName, GrainId grainId, IGrainState<T> grainState)
    {
        lock (_gate)
        {
            var path = PathOf(stateName, grainId);
            ThrowIfChanged<T>(path, grainState.ETag);
            File.Delete(path);
            SyncedFile.SyncFolder(folder.State);
            grainState.ETag = null;
            grainState.RecordExists = false;
            grainState.State = Activator.CreateInstance<T>();
        }
        return Task.CompletedTask;
    }

    private string PathOf(string stateName, GrainId grainId) =>
        Path.Combine(folder.State, Uri.EscapeDataString($"{stateName}-{grainId}") + ".json");

    private static void ThrowIfChanged<T>(string path, string? etag)
    {
        var stored = Read<T>(path)?.ETag;
        if (stored != etag) throw new InconsistentStateException($"{path} was changed by another activation", stored, etag);
    }

    private static StoredState<T>? Read<T>(string path)
    {
        if (!File.Exists(path)) return null;
        try
        {
            return JsonSerializer.Deserialize<StoredState<T>>(File.ReadAllBytes(path), Json);
        }
        catch (JsonException e)
        {
            throw new CorruptJournalException(path, e.BytePositionInLine ?? 0, "stored state cannot be read");
        }
    }

    private sealed record StoredState<T>(string ETag, T State);
}
