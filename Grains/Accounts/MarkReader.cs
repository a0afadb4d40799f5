using Microsoft.Extensions.Logging;
using TradingOps.Grains.Marks;

namespace TradingOps.Grains.Accounts;

/// <summary>
/// Reads the marks that an account is valued at from their markets, where this silo has not received them lately. Used within one
/// grain's turns only.
/// </summary>
internal sealed class MarkReader(
    string account, AccountValuation valuation, MarkCache marks, IGrainFactory grains, TimeProvider clock, ILogger logger)
{
    private static readonly TimeSpan RefreshEvery = TimeSpan.FromMilliseconds(500);

    private Task _refreshing = Task.CompletedTask;
    private long? _refreshedAt;

    /// <summary>Reads the outdated marks of all positions.</summary>
    public Task ReadAsync() => Task.WhenAll(valuation.ListOutdated().Select(ReadAsync));

    /// <summary>
    /// As <see cref="ReadAsync()"/>, at most twice a second: a call in between waits for the last reading. So the cost of an
    /// order does not depend on the number of positions, and no mark that an order is checked against is more than 1.5 s old.
    /// </summary>
    public Task RefreshAsync()
    {
        if (_refreshedAt is { } at && clock.GetElapsedTime(at) < RefreshEvery) return _refreshing;
        _refreshedAt = clock.GetTimestamp();
        return _refreshing = ReadAsync();
    }

    /// <summary>As <see cref="RefreshAsync()"/>, and reads the outdated marks of these symbols too.</summary>
    public Task RefreshAsync(IEnumerable<string> symbols) => Task.WhenAll(
        [RefreshAsync(), .. symbols.Distinct(StringComparer.Ordinal).Where(s => !marks.IsFresh(s)).Select(ReadAsync)]);

    private async Task ReadAsync(string symbol)
    {
        try
        {
            var mark = await grains.GetOrderBook(symbol).GetMark();
            if (marks.IsFresh(symbol)) return;
            marks.Publish(symbol, mark.ToMark());
        }
        catch (Exception e) when (GrainCall.IsFailure(e))
        {
            // The last prices stay, and count as stale once they are old.
            Log.MarkNotRead(logger, account, symbol, e);
        }
    }
}
