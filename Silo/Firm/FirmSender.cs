using TradingOps.Grains;
using TradingOps.Grains.Firm;

namespace TradingOps.Silo.Firm;

/// <summary>Sends what the accounts of this silo report to the firm, many times a second, all in one message.</summary>
internal sealed class FirmSender(FirmOutbox outbox, IGrainFactory grains, ILogger<FirmSender> logger) : BackgroundService
{
    private static readonly TimeSpan SendEvery = TimeSpan.FromMilliseconds(25);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(SendEvery);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken)) await SendAsync();
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The silo stops. Its accounts report again wherever they wake next.
        }
    }

    private async Task SendAsync()
    {
        var reports = outbox.TakeAll();
        if (reports.IsEmpty) return;
        try
        {
            await grains.GetFirm().Report(reports);
        }
        catch (Exception e) when (TradingUnavailableException.IsOfCall(e))
        {
            Log.FirmSilent(logger, reports.Length, e);
            foreach (var report in reports) outbox.Return(report);
        }
    }
}
