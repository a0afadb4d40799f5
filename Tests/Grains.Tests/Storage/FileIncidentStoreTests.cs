using TradingOps.Grains.Incidents;
using TradingOps.Silo.Storage.Embedded;

namespace TradingOps.Grains.Tests.Storage;

public sealed class FileIncidentStoreTests : IDisposable
{
    private static readonly DateTimeOffset At = new(2026, 1, 5, 14, 30, 0, TimeSpan.Zero);

    private readonly DirectoryInfo _temporary = Directory.CreateTempSubdirectory("tradingops-incidents-");
    private readonly DataFolder _folder;

    public FileIncidentStoreTests() => _folder = DataFolder.Open(_temporary.FullName);

    private string File => Path.Combine(_temporary.FullName, "incidents.jsonl");

    private static string StoredFolder =>
        Path.Combine(Repository.Root.FullName, "Tests/EndToEnd.Tests/Startup/StoredWithoutEnd");

    private string End => Path.Combine(_temporary.FullName, "incidents.end");

    public void Dispose()
    {
        _folder.Dispose();
        _temporary.Delete(recursive: true);
    }

    [Fact]
    public async Task What_was_appended_is_read_after_a_restart()
    {
        var entries = await FillAsync();
        using var again = new FileIncidentStore(_folder);
        Assert.Equal(entries, await again.ReadAsync(default));
        Assert.Equal(3, System.IO.File.ReadLines(File).Count());
    }

    [Fact]
    public async Task Every_torn_end_is_cut_and_the_log_goes_on_behind_it()
    {
        IncidentEntry[] entries = [Opened(1), Opened(2), Changed(1, IncidentStatus.Acknowledged)];
        byte[] end;
        using (var store = new FileIncidentStore(_folder))
        {
            foreach (var entry in entries[..2]) await store.AppendAsync(entry, default);
            end = System.IO.File.ReadAllBytes(End);
            await store.AppendAsync(entries[2], default);
        }
        var whole = System.IO.File.ReadAllBytes(File);
        var last = Array.LastIndexOf(whole, (byte)'\n', whole.Length - 2) + 1;
        for (var length = last; length < whole.Length; length++)
        {
            System.IO.File.WriteAllBytes(File, whole[..length]);
            // The process died before it acknowledged the last step.
            System.IO.File.WriteAllBytes(End, end);
            using var store = new FileIncidentStore(_folder);
            Assert.Equal(entries[..2], await store.ReadAsync(default));
            await store.AppendAsync(entries[2], default);
            Assert.Equal(entries, await store.ReadAsync(default));
            Assert.Equal(whole, System.IO.File.ReadAllBytes(File));
        }
    }

    [Theory]
    [InlineData("this is no JSON\n")]
    [InlineData("{}\n")]
    [InlineData("null\n")]
    [InlineData("{\"incident\":9,\"step\":{\"status\":\"resolved\",\"at\":\"2026-01-05T14:30:00Z\",\"who\":\"x\"}}\n")]
    [InlineData("\n")]
    public async Task A_line_that_cannot_be_read_is_named_and_nothing_is_changed(string line)
    {
        await FillAsync();
        var length = new FileInfo(File).Length;
        System.IO.File.AppendAllText(File, line);
        var before = System.IO.File.ReadAllBytes(File);
        var e = Assert.Throws<CorruptJournalException>(() => new FileIncidentStore(_folder));
        Assert.Equal((File, length), (e.File, e.Offset));
        Assert.Equal(before, System.IO.File.ReadAllBytes(File));
    }

    [Fact]
    public async Task A_log_that_was_removed_cut_or_changed_is_refused()
    {
        await FillAsync();
        var whole = System.IO.File.ReadAllText(File);
        var lines = whole.Split('\n');
        foreach (var (content, what) in new (string?, string)[]
        {
            (null, "3 acknowledged steps are missing"),
            ("", "3 acknowledged steps are missing"),
            ($"{lines[0]}\n{lines[1]}\n", "1 acknowledged steps are missing"),
            (whole[..^10], "1 acknowledged steps are missing"),
            ($"{lines[0]}\n{lines[2]}\n", "not in its place"),
            ($"{lines[1]}\n{lines[0]}\n{lines[2]}\n", "not in its place"),
            (whole.Replace("\"who\":\"ann\"", "\"who\":\"bob\"", StringComparison.Ordinal), "not what was stored"),
            ($"{lines[0]}\n{lines[1]}\n{"{"}{lines[2][lines[2].IndexOf("\"incident\"", StringComparison.Ordinal)..]}\n",
                "without its number"),
        })
        {
            if (content is null) System.IO.File.Delete(File);
            else System.IO.File.WriteAllText(File, content);
            var e = Assert.Throws<CorruptJournalException>(() => new FileIncidentStore(_folder));
            Assert.Contains(what, e.Message, StringComparison.Ordinal);
            Assert.Equal(content, System.IO.File.Exists(File) ? System.IO.File.ReadAllText(File) : null);
        }
        System.IO.File.WriteAllText(File, whole);
        System.IO.File.Delete(End);
        Assert.Throws<CorruptJournalException>(() => new FileIncidentStore(_folder));
    }

    [Fact]
    public async Task A_log_of_an_earlier_version_is_read_and_then_guarded()
    {
        var entries = await FillAsync();
        string[] older =
        [
            .. System.IO.File.ReadAllLines(File).Select(l => "{" + l[l.IndexOf("\"incident\"", StringComparison.Ordinal)..]),
        ];
        System.IO.File.WriteAllLines(File, older);
        System.IO.File.Delete(End);
        using (var store = new FileIncidentStore(_folder))
        {
            Assert.Equal(entries, await store.ReadAsync(default));
            await store.AppendAsync(Opened(3), default);
        }
        using (var store = new FileIncidentStore(_folder))
            Assert.Equal([.. entries, Opened(3)], await store.ReadAsync(default));
        System.IO.File.WriteAllText(
            File, System.IO.File.ReadAllText(File).Replace("\"who\":\"ann\"", "\"who\":\"bob\"", StringComparison.Ordinal));
        Assert.Throws<CorruptJournalException>(() => new FileIncidentStore(_folder));
    }

    [Fact]
    public async Task A_log_with_numbers_only_is_read_and_then_names_its_format()
    {
        System.IO.File.Copy(Path.Combine(StoredFolder, "incidents.jsonl"), File);
        System.IO.File.Copy(Path.Combine(StoredFolder, "incidents.end"), End);
        IncidentEntry[] entries;
        using (var store = new FileIncidentStore(_folder))
        {
            entries = [.. await store.ReadAsync(default)];
            await store.AppendAsync(Changed(1, IncidentStatus.Resolved), default);
        }
        Assert.Equal("drill", Assert.Single(entries).Opened!.Title);
        Assert.StartsWith("{\"format\":3,\"number\":2,", System.IO.File.ReadAllLines(File)[1], StringComparison.Ordinal);
        using var again = new FileIncidentStore(_folder);
        Assert.Equal([.. entries, Changed(1, IncidentStatus.Resolved)], await again.ReadAsync(default));
    }

    [Fact]
    public async Task A_log_of_a_newer_version_is_refused_by_name()
    {
        await FillAsync();
        var (log, end) = (System.IO.File.ReadAllText(File), System.IO.File.ReadAllText(End));
        System.IO.File.WriteAllText(File, log.Replace("\"format\":3", "\"format\":4", StringComparison.Ordinal));
        AssertNewer(File, "format 4, this version reads up to 3");
        System.IO.File.WriteAllText(File, log);
        System.IO.File.WriteAllText(End, end.Replace("format 2", "format 5", StringComparison.Ordinal));
        AssertNewer(End, "format 5, this version reads up to 2");

        void AssertNewer(string file, string formats)
        {
            var e = Assert.Throws<DataFolderException>(() => new FileIncidentStore(_folder));
            Assert.StartsWith($"{file} was written by a newer version of TradingOps", e.Message, StringComparison.Ordinal);
            Assert.Contains(formats, e.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_step_that_was_written_and_not_acknowledged_counts()
    {
        var entries = await FillAsync();
        var end = System.IO.File.ReadAllBytes(End);
        using (var store = new FileIncidentStore(_folder)) await store.AppendAsync(Opened(3), default);
        System.IO.File.WriteAllBytes(End, end);
        using (var store = new FileIncidentStore(_folder))
            Assert.Equal([.. entries, Opened(3)], await store.ReadAsync(default));
        Assert.StartsWith("format 2 4 ", System.IO.File.ReadAllText(End), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_end_that_could_not_be_written_blocks_no_incident(bool isReadAgain)
    {
        var entries = await FillAsync();
        using (var store = new FileIncidentStore(_folder))
        {
            var blocked = Directory.CreateDirectory(End + ".new");
            await Assert.ThrowsAsync<IncidentStoreException>(() => store.AppendAsync(Opened(3), default));
            await Assert.ThrowsAsync<IncidentStoreException>(
                () => store.AppendAsync(Changed(3, IncidentStatus.Acknowledged), default));
            blocked.Delete();
            // The next activation of the log reads what is there.
            if (isReadAgain) Assert.Equal(5, (await store.ReadAsync(default)).Count);
            await store.AppendAsync(Changed(3, IncidentStatus.Resolved), default);
        }
        using var again = new FileIncidentStore(_folder);
        Assert.Equal(
            [.. entries, Opened(3), Changed(3, IncidentStatus.Acknowledged), Changed(3, IncidentStatus.Resolved)],
            await again.ReadAsync(default));
    }

    [Fact]
    public async Task A_superseded_activation_writes_no_step_twice()
    {
        using var store = new FileIncidentStore(_folder);
        await store.AppendAsync(Opened(1), default);
        await store.AppendAsync(Changed(1, IncidentStatus.Resolved), default);
        await Assert.ThrowsAsync<IncidentStoreException>(() => store.AppendAsync(Opened(1), default));
        await Assert.ThrowsAsync<IncidentStoreException>(() => store.AppendAsync(Changed(1, IncidentStatus.Resolved), default));
        await Assert.ThrowsAsync<IncidentStoreException>(
            () => store.AppendAsync(Changed(1, IncidentStatus.Acknowledged), default));
        await Assert.ThrowsAsync<IncidentStoreException>(() => store.AppendAsync(Changed(2, IncidentStatus.Resolved), default));
        Assert.Equal(2, (await store.ReadAsync(default)).Count);
    }

    private async Task<IncidentEntry[]> FillAsync()
    {
        IncidentEntry[] entries = [Opened(1), Opened(2), Changed(1, IncidentStatus.Acknowledged)];
        using var store = new FileIncidentStore(_folder);
        foreach (var entry in entries) await store.AppendAsync(entry, default);
        return entries;
    }

    private static IncidentEntry Opened(long number) => new(number, new(IncidentStatus.Open, At, "test", null), new()
    {
        Type = IncidentType.BreakerTrip,
        Severity = IncidentSeverity.Sev2,
        Title = "tripped\nagain",
        Source = "test",
    });

    private static IncidentEntry Changed(long number, IncidentStatus status) =>
        new(number, new(status, At, "ann", "ä note"), null);
}
