using System.IO.Compression;
using TradingOps.Engine.MarketData.Recordings;
using TradingOps.Grains.MarketData.Feeds;

namespace TradingOps.Grains.MarketData.Recordings;

/// <summary>A recorded file that is open.</summary>
internal sealed class RecordedFile : IDisposable
{
    private static readonly TimeZoneInfo Exchange = TimeZoneInfo.FindSystemTimeZoneById("America/New_York");

    private readonly FileStream _file;

    private RecordedFile(FileStream file, Recording recording) => (_file, Recording) = (file, recording);

    /// <summary>What was recorded.</summary>
    public Recording Recording { get; }

    /// <summary>Share of the file that was read, 0 to 1.</summary>
    public double Share => _file.Length == 0 ? 1 : (double)_file.Position / _file.Length;

    /// <summary>
    /// Opens the file of a feed. <see cref="IOException"/>, <see cref="UnauthorizedAccessException"/> or <see
    /// cref="FormatException"/> if it cannot be read.
    /// </summary>
    /// <param name="folder">The folder of feeds: nothing outside of it is read.</param>
    /// <param name="feed">The feed.</param>
    public static RecordedFile Open(string folder, FeedDefinition feed)
    {
        var root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)) + Path.DirectorySeparatorChar;
        var path = Path.GetFullPath(feed.File!, root);
        if (!path.StartsWith(root, StringComparison.Ordinal) || !File.Exists(path))
            throw new FileNotFoundException($"there is no file '{feed.File}' in the folder of feeds, {root}");
        var file = File.OpenRead(path);
        try
        {
            var stream = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase)
                ? new GZipStream(file, CompressionMode.Decompress)
                : (Stream)file;
            return new(file, Read(stream, feed));
        }
        catch (Exception)
        {
            file.Dispose();
            throw;
        }
    }

    public void Dispose() => Recording.Dispose();

    private static Recording Read(Stream stream, FeedDefinition feed)
    {
        var names = feed.Names;
        return feed.Format switch
        {
            RecordingFormat.Lobster => new LobsterRecording(stream, names[0], MidnightOf(feed.Day!.Value)),
            RecordingFormat.Itch => new ItchRecording(
                stream, names.ToHashSet(StringComparer.Ordinal), MidnightOf(feed.Day!.Value)),
            _ => new CsvRecording(stream, names.Length == 1 ? names[0] : "", FeedRules.ColumnsOf(feed)),
        };
    }

    private static long MidnightOf(DateOnly day)
    {
        var local = day.ToDateTime(TimeOnly.MinValue);
        return Time.ToMicroseconds(new(local, Exchange.GetUtcOffset(local)));
    }
}
