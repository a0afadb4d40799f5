using System.Globalization;
using System.Text;

namespace TradingOps.Silo.Storage.Embedded;

/// <summary>
/// How many steps of incidents were acknowledged, and their sum, in a file beside the log: a log that was removed or cut is known
/// by it.
/// </summary>
/// <param name="Steps">Acknowledged steps.</param>
/// <param name="Sum">The sum of the last one's line; 0 for none.</param>
internal readonly record struct IncidentEnd(long Steps, ulong Sum)
{
    /// <summary>
    /// Reads the file, or returns null where the file does not exist. <see cref="CorruptJournalException"/> if its content is
    /// not what <see cref="Write"/> writes.
    /// </summary>
    public static IncidentEnd? Read(string path)
    {
        if (!File.Exists(path)) return null;
        var parts = File.ReadAllText(path).TrimEnd('\n').Split(' ');
        return parts.Length == 2
            && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var steps)
            && ulong.TryParse(parts[1], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var sum)
                ? new(steps, sum)
                : throw new CorruptJournalException(path, 0, "a text that is not a number of steps and a sum");
    }

    /// <summary>Replaces the file, and returns when it is durable.</summary>
    public void Write(string path) => SyncedFile.Replace(
        path, Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{Steps} {Sum:x16}\n")));
}
