using System.Net;
using System.Net.Sockets;
using Orleans.Messaging;

namespace TradingOps.Client.Cluster;

/// <summary>
/// The gateways that the front connects to: those of its configuration until a silo has answered which are alive. The client
/// closes its connection to one that is no longer among them, and with it ends the wait for a silo that hangs or is cut off.
/// </summary>
internal sealed class LiveGateways(FrontOptions options) : IGatewayListProvider
{
    private volatile IReadOnlyList<IPEndPoint> _alive = [];
    private volatile bool _isCertain;

    public TimeSpan MaxStaleness => ClusterConnection.RefreshEvery;

    public bool IsUpdatable => true;

    /// <summary>Takes the gateways that are alive.</summary>
    public void Publish(IEnumerable<IPEndPoint> alive)
    {
        _alive = [.. alive];
        _isCertain = true;
    }

    /// <summary>No gateway answers: any configured one may be back.</summary>
    public void Doubt() => _isCertain = false;

    public Task InitializeGatewayListProvider() => Task.CompletedTask;

    public async Task<IList<Uri>> GetGateways()
    {
        if (_isCertain) return [.. _alive.Select(a => a.ToGatewayUri())];
        var configured = await Task.WhenAll(options.GatewayAddresses().Select(ResolveAsync));
        return [.. _alive.Union(configured.SelectMany(c => c)).Select(a => a.ToGatewayUri())];
    }

    /// <summary>The name of a silo that is away may be away too.</summary>
    private static async Task<IEnumerable<IPEndPoint>> ResolveAsync(DnsEndPoint gateway)
    {
        try
        {
            var addresses = await Dns.GetHostAddressesAsync(gateway.Host, AddressFamily.InterNetwork);
            return addresses.Select(address => new IPEndPoint(address, gateway.Port));
        }
        catch (SocketException)
        {
            return [];
        }
    }
}
