using System.Net;
using TradingOps.Grains;
using TradingOps.Hosting;

namespace TradingOps.Client.Cluster;

/// <summary>Asks the cluster which silos are alive, so that a front follows silos that come, go, hang or are cut off.</summary>
internal sealed class GatewayWatch(
    IGrainFactory grains, LiveGateways gateways, TimeProvider clock, ILogger<GatewayWatch> logger)
    : PollingService(ClusterConnection.RefreshEvery, clock, logger)
{
    private string _known = "";

    protected override async Task StepAsync(CancellationToken cancellationToken)
    {
        try
        {
            var alive = await grains.GetSilo().ListGateways().WaitAsync(cancellationToken);
            // A silo that joins is not active before it can be asked.
            if (!alive.IsEmpty) gateways.Publish(alive.Select(IPEndPoint.Parse));
            var now = string.Join(", ", alive.Order(StringComparer.Ordinal));
            if (now != _known) Log.GatewaysChanged(Logger, now);
            _known = now;
        }
        catch (TradingUnavailableException)
        {
            // The silo answers, and does not know either: what was alive last is the best guess.
        }
        catch (Exception e) when (GrainCall.IsFailure(e, cancellationToken))
        {
            gateways.Doubt();
        }
    }
}
