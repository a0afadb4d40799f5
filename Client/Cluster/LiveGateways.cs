using System.Net;
using Orleans.Messaging;

namespace TradingOps.Client.Cluster;

/// <summary>
/// The gateways that the front connects to: those of its configuration until a silo has told which are alive. The Orleans client
/// closes its connection to one that is no longer among them, and with it ends the wait for a silo that hangs or is cut off.
/// </summary>
internal sealed class LiveGateways(FrontOptions options) : IGatewayListProvider
{
    private volatile IReadOnlyList<IPEndPoint> _gateways = options.GatewayAddresses();

    public TimeSpan MaxStaleness => ClusterConnection.RefreshEvery;

    public bool IsUpdatable => true;

    /// <summary>Takes the gateways that are alive.</summary>
    public void Publish(IEnumerable<IPEndPoint> alive) => _gateways = [.. alive];

    /// <summary>Nobody answers: whatever was configured may be back.</summary>
    public void Reset() => _gateways = [.. _gateways.Union(options.GatewayAddresses())];

    public Task InitializeGatewayListProvider() => Task.CompletedTask;

    public Task<IList<Uri>> GetGateways() => Task.FromResult<IList<Uri>>([.. _gateways.Select(g => g.ToGatewayUri())]);
}
