using TradingOps.Grains;
using TradingOps.Grains.Firm;
using TradingOps.Hosting;

namespace TradingOps.Silo.Firm;

/// <summary>Sends what the accounts of this silo report to the firm, many times a second, all in one message.</summary>
internal sealed class FirmSender(FirmOutbox outbox, IGrainFactory grains, TimeProvider clock, ILogger<FirmSender> logger)
    : PollingService(TimeSpan.FromMilliseconds(25), clock, logger)
{
    protected override async Task StepAsync(CancellationToken cancellationToken)
    {
        var reports = outbox.TakeAll();
        if (reports.IsEmpty) return;
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
    }
}
