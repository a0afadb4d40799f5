using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using TradingOps.Engine.Markets;
using TradingOps.Grains.Journaling;
using TradingOps.Silo.Storage.Embedded;

namespace TradingOps.Grains.Tests.Storage;

/// <summary>What a newer version wrote is refused as that, and not as damage.</summary>
public sealed class StoreFormatTests : IDisposable
{
    private readonly JournalFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_segment_of_a_newer_format_is_refused_by_name()
    {
        await _folder.AppendAsync(3);
        ChangeFormat(_folder.Segments[0], 64, '3');
        AssertNewer(_folder.Segments[0], "format 3, this version reads up to 2");
    }

    [Fact]
    public async Task An_end_of_a_newer_format_is_refused_by_name()
    {
        await _folder.AppendAsync(3);
        ChangeFormat(_folder.JournalEnd, 64, '2');
        AssertNewer(_folder.JournalEnd, "format 2, this version reads up to 1");
    }

    [Fact]
    public async Task A_snapshot_of_a_newer_format_is_refused_by_name()
    {
        await _folder.AppendAsync(3);
        await _folder.SaveSnapshotAsync(3);
        var content = File.ReadAllBytes(_folder.Snapshot);
        content[7] = (byte)'4';
        BinaryPrimitives.WriteUInt32LittleEndian(content.AsSpan(28), Crc32.HashToUInt32(content.AsSpan(0, 24)));
        BinaryPrimitives.WriteUInt32LittleEndian(content.AsSpan(24), Crc32.HashToUInt32(content.AsSpan(28)));
        File.WriteAllBytes(_folder.Snapshot, content);
        AssertNewer(_folder.Snapshot, "format 4, this version reads up to 3");
    }

    [Fact]
    public async Task A_snapshot_with_any_damaged_bit_is_passed_over()
    {
        await _folder.AppendAsync(3);
        await _folder.SaveSnapshotAsync(3);
        var whole = File.ReadAllBytes(_folder.Snapshot);
        Assert.Equal(3, (await _folder.LoadSnapshotAsync())!.Sequence);
        using var folder = DataFolder.Open(_folder.Root);
        var snapshots = new SnapshotFolder(folder, new(whole.AsSpan(8, 16)), NullLogger.Instance);
        Assert.Single(snapshots.List());
        for (var bit = 0; bit < 8 * whole.Length; bit++)
        {
            var damaged = whole.ToArray();
            damaged[bit / 8] ^= (byte)(1 << bit % 8);
            File.WriteAllBytes(_folder.Snapshot, damaged);
            Assert.Empty(snapshots.List());
        }
    }

    [Fact]
    public async Task Snapshots_of_earlier_formats_are_read()
    {
        await _folder.AppendAsync(3);
        await _folder.SaveSnapshotAsync(3);
        var whole = File.ReadAllBytes(_folder.Snapshot);
        // Format 2 has no sum of its names; format 1 has no names.
        byte[] second = [.. whole[..28], .. whole[32..]];
        second[7] = (byte)'2';
        BinaryPrimitives.WriteUInt32LittleEndian(second.AsSpan(24), Crc32.HashToUInt32(second.AsSpan(28)));
        foreach (var content in new[] { second, second[24..] })
        {
            File.WriteAllBytes(_folder.Snapshot, content);
            var snapshot = await _folder.LoadSnapshotAsync();
            Assert.Equal((3, "state"), (snapshot!.Sequence, Encoding.UTF8.GetString(snapshot.State.Span)));
        }
    }

    [Fact]
    public async Task A_record_of_a_newer_version_is_refused_by_name()
    {
        await _folder.AppendAsync(1);
        var record = MarketRecordCodec.Encode(new(1, new(), null, [], []));
        record[0] += 2;
        using (var buffer = new MemoryStream())
        {
            Frame.Write(buffer, 2, 0, JournalStreams.Book("AAPL"), 1, record);
            using var file = new FileStream(_folder.Segments[0], FileMode.Append);
            file.Write(buffer.ToArray());
        }
        AssertNewer(_folder.Segments[0], "format 6, this version reads up to 5");
    }

    [Fact]
    public async Task A_damaged_format_is_damage_and_no_newer_version()
    {
        await _folder.AppendAsync(3);
        var content = File.ReadAllBytes(_folder.Segments[0]);
        content[7] = (byte)'3';
        File.WriteAllBytes(_folder.Segments[0], content);
        _folder.AssertRefused<CorruptJournalException>("no segment header");
    }

    [Theory]
    [InlineData("00000001 (copy).seg")]
    [InlineData("000001 (copy).journal")]
    [InlineData("00000001.seg.bak")]
    [InlineData("1.seg")]
    [InlineData("notes.txt")]
    public async Task A_file_that_is_no_segment_is_named(string name)
    {
        await _folder.AppendAsync(3);
        File.Copy(_folder.Segments[0], Path.Combine(_folder.Journal, name));
        _folder.AssertRefused<DataFolderException>($"{Path.Combine(_folder.Journal, name)} is not a segment");
        File.Move(Path.Combine(_folder.Journal, name), Path.Combine(_folder.Journal, ".hidden"));
        Assert.Equal(3, await _folder.CountAsync());
    }

    [Fact]
    public void A_folder_of_other_files_is_no_data_folder()
    {
        File.WriteAllText(Path.Combine(_folder.Root, "letter.txt"), "dear");
        _folder.AssertRefused<DataFolderException>("is not a data folder: it has no journal and holds letter.txt;");
        Assert.Equal(["letter.txt"], Directory.GetFileSystemEntries(_folder.Root).Select(Path.GetFileName));
    }

    [Fact]
    public async Task A_folder_that_the_scripts_of_the_clone_filled_is_taken()
    {
        foreach (var name in new[] { "postgres", "observe", "certificates" })
            Directory.CreateDirectory(Path.Combine(_folder.Root, name));
        await _folder.AppendAsync(1);
        Assert.Equal(1, await _folder.CountAsync());
    }

    /// <summary>Puts another format into a file, with the sum that the newer version would write.</summary>
    private static void ChangeFormat(string path, int summed, char format)
    {
        var content = File.ReadAllBytes(path);
        for (var start = 0; start < content.Length; start += 512)
        {
            if (content[start] != 'T') continue;
            content[start + 7] = (byte)format;
            BinaryPrimitives.WriteUInt32LittleEndian(
                content.AsSpan(start + summed - 4), Crc32.HashToUInt32(content.AsSpan(start, summed - 4)));
        }
        File.WriteAllBytes(path, content);
    }

    private void AssertNewer(string file, string formats)
    {
        var message = _folder.AssertRefused<DataFolderException>(formats);
        Assert.StartsWith($"{file} was written by a newer version of TradingOps", message, StringComparison.Ordinal);
    }
}
