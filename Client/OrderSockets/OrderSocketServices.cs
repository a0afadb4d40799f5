using TradingOps.Client.Cluster;
using TradingOps.Client.Orders;
using TradingOps.Client.Streams;
using TradingOps.Hosting;

namespace TradingOps.Client.OrderSockets;

/// <summary>What every connection uses that takes orders.</summary>
internal sealed record OrderSocketServices(
    OrderOperations Operations, OrderRate Rate, CancelRetry Patience, FrontOptions Front, StreamSession Session,
    IGrainFactory Grains, MetricOptions Metrics, ILogger<OrderSocket> Logger);
