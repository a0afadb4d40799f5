namespace TradingOps.Grains.Tests.Accounts;

public sealed class AccountLogTests
{
    [Fact]
    public async Task The_last_checkpoint_is_saved_twice()
    {
        var parts = await AccountParts.OpenAsync();
        await SaveAsync(progress: 1);
        Assert.Equal(1, parts.Journal.Snapshots);
        await SaveAsync(progress: 1);
        Assert.Equal(1, parts.Journal.Snapshots);
        // Half a minute later an older activation that stood still has ended.
        parts.Clock.Advance(TimeSpan.FromSeconds(30));
        await SaveAsync(progress: 1);
        Assert.Equal(2, parts.Journal.Snapshots);
        parts.Clock.Advance(TimeSpan.FromSeconds(30));
        await SaveAsync(progress: 1);
        Assert.Equal(2, parts.Journal.Snapshots);
        await SaveAsync(progress: 2);
        Assert.Equal(3, parts.Journal.Snapshots);

        Task SaveAsync(long progress) => parts.Log.CheckpointAsync(progress, CancellationToken.None);
    }
}
