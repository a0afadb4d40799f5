using System.Globalization;

namespace TradingOps.Silo.Storage.Embedded.Backups;

/// <summary>Up to where a backup is restored: a time, or a batch. Records after it are left out.</summary>
/// <param name="Time">Microseconds since the Unix epoch.</param>
/// <param name="Batch">Number of the last batch.</param>
internal readonly record struct RestorePoint(long Time, long Batch)
{
    /// <summary>All that the backup has.</summary>
    public static RestorePoint End { get; } = new(long.MaxValue, long.MaxValue);

    /// <summary>
    /// Reads a batch, such as <c>1234</c>, or a time with its zone, such as <c>2026-11-29T10:00:00Z</c>.
    /// <see cref="BackupException"/> if it is neither.
    /// </summary>
    public static RestorePoint Parse(string text)
    {
        if (long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var batch))
            return End with { Batch = batch };
        if (DateTimeOffset.TryParseExact(text, ["yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFK"],
            CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time))
            return End with { Time = Grains.Time.ToMicroseconds(time) };
        throw new BackupException(
            $"--until is '{text}'; allowed are a batch, such as 1234, and a time, such as 2026-11-29T10:00:00Z");
    }

    /// <summary>Whether a record is to be restored.</summary>
    public bool Has(in FrameContent frame)
    {
        if (frame.Batch > Batch) return false;
        if (Time == long.MaxValue) return true;
        var record = StoredRecord.Read(frame.Stream, frame.Payload);
        return (record?.Market?.Command.Time ?? record?.Account?.Time ?? record?.Instrument?.Time ?? 0) <= Time;
    }
}
