using System.Collections.Immutable;
using System.Net;
using TradingOps.Grains;
using TradingOps.Hosting;

namespace TradingOps.Client.Cluster;

/// <summary>
/// Asks the cluster once a second which silos are alive, so that a front follows silos that come, go, hang or are cut off. When
/// the silo asked does not answer at once, it asks several through other gateways, and the first answer counts.
/// </summary>
internal sealed class GatewayWatch(
    IGrainFactory grains, LiveGateways gateways, TimeProvider clock, ILogger<GatewayWatch> logger)
    : PollingService(ClusterConnection.RefreshEvery, clock, logger)
{
    private static readonly TimeSpan OthersAfter = TimeSpan.FromMilliseconds(500);

    private const int Others = 4;

    private string _known = "";

    protected override async Task StepAsync(CancellationToken cancellationToken)
    {
        try
        {
            var alive = await ListGatewaysAsync(cancellationToken);
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

    private async Task<ImmutableArray<string>> ListGatewaysAsync(CancellationToken cancellationToken)
    {
        var first = grains.GetSilo().ListGateways();
        try
        {
            return await first.WaitAsync(OthersAfter, Clock, cancellationToken);
        }
        catch (TimeoutException)
        {
            // It hangs, or its gateway does.
        }
        var others = Enumerable.Range(0, Others).Select(_ => grains.GetOtherSilo().ListGateways());
        await foreach (var answer in Task.WhenEach([first, .. others]).WithCancellation(cancellationToken))
            if (answer.IsCompletedSuccessfully)
                return await answer;
        return await first;
    }
}
