using TradingOps.Grains.Orders;

namespace TradingOps.Grains.Accounts;

/// <summary>
/// Which client order ids of an account may be stored, so that the store is not asked about every new one. What an activation
/// has not seen itself it reads once; until then every id may be stored. Not thread-safe.
/// </summary>
internal sealed class ClientOrderIds(string account, IOrderQueries queries)
{
    private SeenIds? _seen = new();
    private string _lastRead = "";
    private bool _isComplete;

    /// <summary>Takes an id in use; whether an order may be stored under it already.</summary>
    public bool Use(string id) => _seen is null || _seen.Add(id) || !_isComplete;

    /// <summary>
    /// Reads those that are stored: when no order that an activation before this one has sent can be under way any more.
    /// <see cref="TradingUnavailableException"/> if the store does not answer; then the next call goes on behind what was read.
    /// </summary>
    public async Task ReadStoredAsync(CancellationToken cancellationToken)
    {
        if (queries.ListClientOrderIds(account, _lastRead, cancellationToken) is { } stored)
            await foreach (var id in stored) _seen!.Add(_lastRead = id);
        else _seen = null;
        _isComplete = true;
    }
}
