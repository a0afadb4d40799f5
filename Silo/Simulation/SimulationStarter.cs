using Microsoft.Extensions.Options;
using TradingOps.Engine.Instruments;
using TradingOps.Engine.Sessions;
using TradingOps.Grains;
using TradingOps.Grains.Simulation;
using TradingOps.Hosting;

namespace TradingOps.Silo.Simulation;

/// <summary>
/// Starts one simulator per instrument, where <c>Simulation:Enabled</c> is set, and retries those that did not start.
/// </summary>
internal sealed class SimulationStarter(
    IOptions<SimulationOptions> options, InstrumentCatalogue catalogue, TradingCalendar calendar, IGrainFactory grains,
    TimeProvider clock, ILogger<SimulationStarter> logger)
    : PollingService(TimeSpan.FromSeconds(1), clock, logger)
{
    private Queue<string>? _waiting;

    protected override async Task StepAsync(CancellationToken cancellationToken)
    {
        if (!options.Value.Enabled) return;
        _waiting ??= new(catalogue.All
            .Where(i => calendar.StatusAt(i, Clock.GetMicroseconds()) != InstrumentStatus.Expired).Select(i => i.Symbol));
        for (var left = _waiting.Count; left > 0 && !cancellationToken.IsCancellationRequested; left--)
        {
            var symbol = _waiting.Dequeue();
            var isStarted = false;
            try
            {
                await grains.GetSimulator(symbol).Start();
                isStarted = true;
            }
            catch (Exception e) when (GrainCall.IsFailure(e, cancellationToken))
            {
                Log.StartFailed(Logger, symbol, e);
            }
            finally
            {
                if (!isStarted) _waiting.Enqueue(symbol);
            }
        }
    }
}
