using TradingOps.Engine.Sessions;

namespace TradingOps.Silo.Sessions;

/// <summary>A folder of calendars (<c>Calendar:Folder</c>), one JSON file an exchange.</summary>
/// <param name="path">Where it is; empty for none.</param>
internal sealed class CalendarFolder(string path)
{
    private (string Name, byte[] Content)[]? _last;

    /// <summary>
    /// The calendars, if a file has changed since the last call; else null. <see cref="CalendarException"/> if one cannot be
    /// read, is malformed, or is about the hours of another one; the next call does not look at the same files again.
    /// </summary>
    public IReadOnlyList<ExchangeCalendar>? ReadChanged()
    {
        if (path.Length == 0) return null;
        var files = ReadFiles();
        if (_last is not null && AreSame(files, _last)) return null;
        _last = files;
        var calendars = files.Select(Parse).ToArray();
        var twice = calendars.GroupBy(c => c.Hours).FirstOrDefault(g => g.Count() > 1);
        return twice is null
            ? calendars
            : throw new CalendarException(path, $"{string.Join(" and ", twice.Select(c => c.Exchange))} are both of {twice.Key}");
    }

    private (string Name, byte[] Content)[] ReadFiles()
    {
        try
        {
            return
            [
                .. Directory.GetFiles(path, "*.json").Order(StringComparer.Ordinal)
                    .Select(file => (Path.GetFileName(file), File.ReadAllBytes(file))),
            ];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CalendarException(path, e.Message);
        }
    }

    private ExchangeCalendar Parse((string Name, byte[] Content) file)
    {
        try
        {
            using var json = new MemoryStream(file.Content);
            return ExchangeCalendar.Read(json, file.Name);
        }
        catch (FormatException e)
        {
            throw new CalendarException(path, e.Message);
        }
    }

    private static bool AreSame((string Name, byte[] Content)[] files, (string Name, byte[] Content)[] others) =>
        files.Length == others.Length
        && files.Zip(others).All(p => p.First.Name == p.Second.Name && p.First.Content.AsSpan().SequenceEqual(p.Second.Content));
}
