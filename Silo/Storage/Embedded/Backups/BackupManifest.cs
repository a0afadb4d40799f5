using System.Text.Json;

namespace TradingOps.Silo.Storage.Embedded.Backups;

/// <summary>What belongs to one backup. It is written when all else is durable: without it there is no backup.</summary>
internal sealed record BackupManifest
{
    /// <summary>The format that this version writes, and the newest that it reads.</summary>
    public const int Newest = 1;

    private const string Name = "manifest.json";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        WriteIndented = true,
    };

    /// <summary>Format of the backup.</summary>
    public required int Format { get; init; }

    /// <summary>Id of the store.</summary>
    public required Guid Store { get; init; }

    /// <summary>When the backup was begun.</summary>
    public required DateTimeOffset TakenAt { get; init; }

    /// <summary>The last batch of the journal that is in the backup: it has this batch and all before it.</summary>
    public required long Batch { get; init; }

    /// <summary>Number of the segment that contains that batch; 0 if the journal is empty.</summary>
    public required int Segment { get; init; }

    /// <summary>The files.</summary>
    public required IReadOnlyList<BackupFile> Files { get; init; }

    /// <summary>Whether a folder has a manifest.</summary>
    public static bool IsIn(string folder) => File.Exists(Path.Combine(folder, Name));

    /// <summary>Reads the manifest of a folder. <see cref="BackupException"/> if it cannot be read.</summary>
    public static BackupManifest Read(string folder)
    {
        var path = Path.Combine(folder, Name);
        try
        {
            using var file = File.OpenRead(path);
            using var document = JsonDocument.Parse(file);
            if (document.RootElement.GetProperty("format").GetInt32() is var format && format > Newest)
                throw new BackupException(StoreFormat.DescribeNewer(path, format, Newest));
            return document.Deserialize<BackupManifest>(Json)!;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException or KeyNotFoundException)
        {
            throw new BackupException($"{path} cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Writes the manifest into a folder, durably.</summary>
    public void Write(string folder) =>
        SyncedFile.Replace(Path.Combine(folder, Name), JsonSerializer.SerializeToUtf8Bytes(this, Json));
}
