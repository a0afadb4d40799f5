using Microsoft.Extensions.Options;
using TradingOps.Engine.Instruments;
using TradingOps.Engine.Sessions;
using TradingOps.Grains;
using TradingOps.Grains.Simulation;

namespace TradingOps.Silo.Simulation;

/// <summary>Starts a simulator an instrument, where <c>Simulation:Enabled</c> says so.</summary>
internal sealed class SimulationStarter(
    IOptions<SimulationOptions> options, InstrumentCatalogue catalogue, TradingCalendar calendar, IGrainFactory grains,
    TimeProvider clock, ILogger<SimulationStarter> logger)
    : BackgroundService
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (!options.Value.Enabled) return;
        foreach (
            var instrument in catalogue.All.Where(i => calendar.StatusAt(i, clock.GetMicroseconds()) != InstrumentStatus.Expired))
            while (!await TryStartAsync(instrument.Symbol) && !stoppingToken.IsCancellationRequested)
                await Task.Delay(RetryAfter, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task<bool> TryStartAsync(string symbol)
    {
        try
        {
            await grains.GetSimulator(symbol).Start();
            return true;
        }
        catch (Exception e) when (TradingUnavailableException.IsOfCall(e))
        {
            Log.StartFailed(logger, symbol, e);
            return false;
        }
    }
}
