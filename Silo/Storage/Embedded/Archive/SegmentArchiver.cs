using TradingOps.Hosting;

namespace TradingOps.Silo.Storage.Embedded.Archive;

/// <summary>
/// Archives the oldest closed segment when it is old enough, one per step, so that packing takes a bounded share of a processor.
/// </summary>
internal sealed class SegmentArchiver(
    EmbeddedJournal journal, RetentionOptions options, TimeProvider clock, ILogger<SegmentArchiver> logger)
    : PollingService(Every, clock, logger)
{
    private static readonly TimeSpan Every = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan LongestPause = TimeSpan.FromMinutes(15);

    private TimeSpan _pause = Every;
    private DateTimeOffset _notBefore;
    private bool _hasFailed;

    protected override Task StepAsync(CancellationToken cancellationToken) =>
        options.Age is { } age && Clock.GetUtcNow() >= _notBefore
            ? Task.Run(() => Step(Clock.GetUtcNow() - age), cancellationToken)
            : Task.CompletedTask;

    private void Step(DateTimeOffset before)
    {
        try
        {
            journal.ArchiveNext(before);
            (_hasFailed, _pause) = (false, Every);
        }
        catch (Exception e) when (EmbeddedJournal.IsArchiveFailure(e))
        {
            StoreMetrics.CountArchiveFailure();
            if (!_hasFailed) Log.SegmentNotArchived(Logger, Every, e);
            _hasFailed = true;
            // A try packs a whole segment.
            _notBefore = Clock.GetUtcNow() + _pause;
            _pause = TimeSpan.FromTicks(Math.Min(2 * _pause.Ticks, LongestPause.Ticks));
        }
    }
}
