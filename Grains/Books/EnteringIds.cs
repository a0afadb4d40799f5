using TradingOps.Engine.Errors;

namespace TradingOps.Grains.Books;

/// <summary>
/// Client order ids whose orders are being stored. The journal would refuse a second order of the same id, which would fault the
/// market. Used within one grain's turns only.
/// </summary>
internal sealed class EnteringIds
{
    private readonly HashSet<(string Account, string ClientOrderId)> _ids = [];

    /// <summary>Adds an id; no effect without one.</summary>
    public void Add(string account, string? clientOrderId)
    {
        if (clientOrderId is not null) _ids.Add((account, clientOrderId));
    }

    /// <summary>Removes an id that is stored. One that is not stays: its market has faulted.</summary>
    public void Remove(string account, string? clientOrderId)
    {
        if (clientOrderId is not null) _ids.Remove((account, clientOrderId));
    }

    /// <summary><see cref="TradingUnavailableException"/> while an id is being stored.</summary>
    public void ThrowIfEntering(string account, string? clientOrderId)
    {
        if (clientOrderId is not null && _ids.Contains((account, clientOrderId)))
            throw new TradingUnavailableException(
                TradingError.StillUnderWay, $"client_order_id '{clientOrderId}' is still being stored");
    }
}
