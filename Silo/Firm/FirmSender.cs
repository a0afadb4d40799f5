using System.Collections.Immutable;
using TradingOps.Grains;
using TradingOps.Grains.Firm;
using TradingOps.Grains.Risk;
using TradingOps.Hosting;
using TradingOps.Silo.Kafka;

namespace TradingOps.Silo.Firm;

/// <summary>
/// Sends what the accounts of this silo report to the firm, many times a second, all in one message, and hears what is used of
/// the limits that firm and desks have.
/// </summary>
internal sealed class FirmSender(
    FirmOutbox outbox, GroupLimitCache limits, AccountFigures figures, IGrainFactory grains, TimeProvider clock,
    ILogger<FirmSender> logger)
    : PollingService(TimeSpan.FromMilliseconds(25), clock, logger)
{
    private static readonly TimeSpan AskEvery = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan AskAgainAfter = TimeSpan.FromSeconds(1);

    private long _askedAt;
    private TimeSpan _pause;

    protected override async Task StepAsync(CancellationToken cancellationToken)
    {
        var reports = outbox.TakeAll();
        figures.Take(reports);
        if (!reports.IsEmpty && !await TrySendAsync(reports, cancellationToken)) return;
        // After the reports: an answer contains what was reported before the one before it came.
        if (Clock.GetElapsedTime(_askedAt) < _pause) return;
        (_askedAt, _pause) = (Clock.GetTimestamp(), AskEvery);
        try
        {
            limits.Update(await grains.GetFirm().ListLimits(), _askedAt);
        }
        catch (Exception e) when (GrainCall.IsFailure(e, cancellationToken))
        {
            _pause = AskAgainAfter;
            Log.LimitsNotHeard(Logger, e);
        }
    }

    private async Task<bool> TrySendAsync(ImmutableArray<AccountReport> reports, CancellationToken cancellationToken)
    {
        var isSent = false;
        try
        {
            await grains.GetFirm().Report(reports);
            isSent = true;
        }
        catch (Exception e) when (GrainCall.IsFailure(e, cancellationToken))
        {
            Log.FirmSilent(Logger, reports.Length, e);
        }
        finally
        {
            if (!isSent)
                foreach (var report in reports) outbox.Return(report);
        }
        return isSent;
    }
}
