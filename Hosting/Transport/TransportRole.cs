namespace TradingOps.Hosting.Transport;

/// <summary>What a process is to the cluster. Its certificate holds the DNS name <c>role.clusterId</c>.</summary>
public enum TransportRole
{
    /// <summary>Connects to the other silos, and takes connections of silos and fronts.</summary>
    Silo,

    /// <summary>Connects to silos.</summary>
    Front,
}
