using System.Globalization;
using System.Text;

namespace TradingOps.Silo.Storage.Embedded;

/// <summary>
/// How many steps of incidents were acknowledged, and their sum, in a file beside the log: a log that was removed or cut is
/// known by it.
/// </summary>
/// <param name="Steps">Acknowledged steps.</param>
/// <param name="Sum">The sum of the last one's line; 0 for none.</param>
internal readonly record struct IncidentEnd(long Steps, ulong Sum)
{
    // Format 1 has no number of its format.
    private const int Newest = 2;

    /// <summary>
    /// Reads the file, or returns null where the file does not exist. <see cref="CorruptJournalException"/> if its content is
    /// not what <see cref="Write"/> writes, <see cref="DataFolderException"/> if a newer version wrote it.
    /// </summary>
    public static IncidentEnd? Read(string path)
    {
        if (!File.Exists(path)) return null;
        var parts = File.ReadAllText(path).TrimEnd('\n').Split(' ');
        if (parts is ["format", var written, ..]
            && int.TryParse(written, NumberStyles.None, CultureInfo.InvariantCulture, out var format) && format > Newest)
            throw new DataFolderException(StoreFormat.DescribeNewer(path, format, Newest));
        if (parts is ["format", "2", ..]) parts = parts[2..];
        if (parts is [var steps, var sum]
            && long.TryParse(steps, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            && ulong.TryParse(sum, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
            return new(count, value);
        throw new CorruptJournalException(path, 0, "a text that is not a number of steps and a sum");
    }

    /// <summary>Replaces the file, and returns when it is durable.</summary>
    public void Write(string path) => SyncedFile.Replace(
        path, Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"format {Newest} {Steps} {Sum:x16}\n")));
}
