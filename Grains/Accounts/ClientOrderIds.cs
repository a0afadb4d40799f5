using Microsoft.Extensions.Logging;
using TradingOps.Grains.Orders;

namespace TradingOps.Grains.Accounts;

/// <summary>
/// Which client order ids of an account may be stored, so that the store is not asked about every new one. The ids that an
/// activation has not seen itself it reads once; until then every id may be stored. Used within one grain's turns only.
/// </summary>
internal sealed class ClientOrderIds(string account, IOrderQueries queries)
{
    private SeenIds? _seen = new();
    private string _lastRead = "";
    private bool _isComplete;

    /// <summary>Marks an id as used. Returns whether an order may be stored under it already.</summary>
    public bool Use(string id) => _seen is null || _seen.Add(id) || !_isComplete;

    /// <summary>
    /// Reads the stored ids; called when no order that an earlier activation has sent can be in flight any more. <see
    /// cref="TradingUnavailableException"/> if the store does not answer; the next call then continues after the last id read.
    /// </summary>
    public async Task ReadStoredAsync(CancellationToken cancellationToken)
    {
        if (queries.ListClientOrderIds(account, _lastRead, cancellationToken) is { } stored)
            await foreach (var id in stored) _seen!.Add(_lastRead = id);
        else _seen = null;
        _isComplete = true;
    }

    /// <summary>As <see cref="ReadStoredAsync"/>. Returns whether all were read, and logs a store that does not answer.</summary>
    public async Task<bool> TryReadStoredAsync(ILogger logger, CancellationToken cancellationToken)
    {
        try
        {
            await ReadStoredAsync(cancellationToken);
        }
        catch (TradingUnavailableException e)
        {
            Log.ClientOrderIdsUnknown(logger, account, e);
        }
        return _isComplete;
    }
}
