using System.Globalization;
using TradingOps.Silo.Storage.Embedded;

namespace TradingOps.Grains.Tests.Storage;

/// <summary>A store goes on without acknowledged records only if a person names what is left.</summary>
public sealed class LossAcceptanceTests : IDisposable
{
    private readonly JournalFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_loss_is_accepted_by_the_last_batch_that_is_left()
    {
        await _folder.AppendAsync(400);
        await _folder.SaveSnapshotAsync(400);
        AssertNotAccepted("no acknowledged record is missing", 400);
        foreach (var segment in _folder.Segments.Skip(2)) File.Delete(segment);
        var last = File.ReadAllBytes(_folder.Segments[1]);
        File.WriteAllBytes(_folder.Segments[1], last[..^5]);
        _folder.AssertRefused<CorruptJournalException>("a record that was acknowledged fails its check");
        var line = AssertNotAccepted("accepts that", null);
        var left = int.Parse(line.Split("--batch ")[1].Split(' ')[0], CultureInfo.InvariantCulture);
        Assert.InRange(left, 50, 300);
        AssertNotAccepted("accepts that", left + 1);
        Assert.Equal(left, LossAcceptance.Accept(_folder.Root, left).Left.Batch);
        Assert.Empty(Directory.GetFiles(Path.Combine(_folder.Root, "snapshots")));
        Assert.Equal(left, await _folder.CountAsync());
        await _folder.AppendAsync(100);
        Assert.Equal(left + 100, await _folder.CountAsync());
    }

    [Theory]
    [InlineData(1, "the last record of batch 5 is lost")]
    [InlineData(2, "the last 2 records of batch 5 are lost")]
    [InlineData(3, "batch 5 is lost")]
    public async Task A_loss_within_the_last_batch_is_named(int count, string line)
    {
        await _folder.AppendAsync(4);
        var record = _folder.AppendBatch(5, 5, 3);
        Assert.Equal(7, await _folder.CountAsync());
        var whole = File.ReadAllBytes(_folder.Segments[0]);
        File.WriteAllBytes(_folder.Segments[0], whole[..^(count * record)]);
        AssertNotAccepted(line, null);
        var left = count < 3 ? 5 : 4;
        LossAcceptance.Accept(_folder.Root, left);
        Assert.Equal(7 - count, await _folder.CountAsync());
        await _folder.AppendAsync(2);
        Assert.Equal(9 - count, await _folder.CountAsync());
    }

    private string AssertNotAccepted(string text, long? batch)
    {
        var before = _folder.Contents();
        var e = Assert.Throws<DataFolderException>(() => LossAcceptance.Accept(_folder.Root, batch));
        Assert.Contains(text, e.Message, StringComparison.Ordinal);
        Assert.Equal(before, _folder.Contents());
        return e.Message;
    }
}
