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
        var entries = await FillAsync();
        var whole = System.IO.File.ReadAllBytes(File);
        var last = Array.LastIndexOf(whole, (byte)'\n', whole.Length - 2) + 1;
        for (var length = last; length < whole.Length; length++)
        {
            System.IO.File.WriteAllBytes(File, whole[..length]);
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
