using System.Text.Json;
using TradingOps.EndToEnd.Tests.Stack;

namespace TradingOps.EndToEnd.Tests.Faults;

/// <summary>What the silo does with a journal that a crash tore, that the disk damaged, or that has no room.</summary>
public sealed class DamagedJournalTests
{
    [Fact]
    public async Task A_torn_last_record_is_cut_and_logged()
    {
        var folder = await FolderWithOrdersAsync(5);
        var segment = SegmentOf(folder);
        // What a write that was under way at the end of the power leaves behind the last acknowledged record.
        using (var file = new FileStream(segment, FileMode.Append)) file.Write("OTRJ and no more"u8);

        await using (var stack = await TradingStack.StartAsync(folder))
        {
            await stack.Silo.UntilWroteAsync("cut");
            await stack.Silo.UntilWroteAsync(Path.GetFileName(segment));
            var (_, orders) = await stack.GetAsync("/orders?account=demo");
            Assert.Equal(5, orders.GetArrayLength());
            var (status, _) = await stack.PostAsync("/orders", Order("after"));
            Assert.Equal(201, status);
        }
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Acknowledged_records_that_are_cut_off_stop_the_start()
    {
        var folder = await FolderWithOrdersAsync(5);
        Directory.Delete(Path.Combine(folder, "snapshots"), recursive: true);
        var segment = SegmentOf(folder);
        using (var file = File.OpenWrite(segment)) file.SetLength(file.Length - 3);
        var line = await DataFolders.RefusedAsync(folder);
        Assert.Contains(segment, line, StringComparison.Ordinal);
        Assert.Contains("acknowledged records are missing", line, StringComparison.Ordinal);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_flipped_byte_in_the_middle_stops_the_start_and_changes_nothing()
    {
        var folder = await FolderWithOrdersAsync(5);
        var segment = SegmentOf(folder);
        var content = await File.ReadAllBytesAsync(segment);
        content[content.Length / 2] ^= 0x10;
        await File.WriteAllBytesAsync(segment, content);
        var line = await DataFolders.RefusedAsync(folder);
        Assert.Contains(segment, line, StringComparison.Ordinal);
        Assert.Matches("offset [0-9]+", line);
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task A_full_disk_is_an_unknown_outcome_until_there_is_room()
    {
        await using var disk = await SmallDisk.MountAsync(bytes: 512 * 1024);
        await using var stack = await TradingStack.StartAsync(Path.Combine(disk.Path, "data"));
        var first = await stack.PostAsync("/orders", Order("before"));
        Assert.Equal(201, first.Status);

        var filler = Path.Combine(disk.Path, "filler");
        SmallDisk.Fill(filler);
        var (status, problem) = (0, default(JsonElement));
        var sent = 0;
        for (; sent < 200 && status != 503; sent++) (status, problem) = await stack.PostAsync("/orders", Order($"full-{sent}"));
        Assert.Equal(503, status);
        Assert.True(problem.GetProperty("retryable").GetBoolean());
        var (healthStatus, _) = await stack.SiloHealthAsync();
        Assert.Equal(503, healthStatus);

        // The order that had no answer is not there, and neither is half of it.
        var (_, orders) = await stack.GetAsync("/orders?account=demo&limit=1000");
        Assert.Equal(sent, orders.GetArrayLength());
        var (_, book) = await stack.GetAsync("/books/AAPL");
        Assert.Equal(sent, book.GetProperty("bids")[0][1].GetDecimal());

        File.Delete(filler);
        var again = await stack.PostAsync("/orders", Order($"full-{sent - 1}"));
        Assert.Equal(201, again.Status);
        Assert.Equal(200, (await stack.PostAsync("/orders", Order("before"))).Status);
        Assert.Equal(200, (await stack.SiloHealthAsync()).Status);
        var (_, after) = await stack.GetAsync("/orders?account=demo&limit=1000");
        Assert.Equal(sent + 1, after.GetArrayLength());
    }

    private static string Order(string clientOrderId) =>
        $$"""{"symbol":"AAPL","type":"limit","limit_price":10,"qty":1,"client_order_id":"{{clientOrderId}}"}""";

    private static async Task<string> FolderWithOrdersAsync(int count)
    {
        var folder = Directory.CreateTempSubdirectory("tradingops-").FullName;
        // Without checkpoints the last record is one that nobody has seen.
        await using var stack = await TradingStack.StartAsync(folder, "--Accounts:CheckpointEvery", "01:00:00");
        for (var i = 0; i < count; i++) Assert.Equal(201, (await stack.PostAsync("/orders", Order($"o-{i}"))).Status);
        await stack.Silo.KillAsync();
        return folder;
    }

    private static string SegmentOf(string folder) => Directory.GetFiles(Path.Combine(folder, "journal")).Order().Last();
}
