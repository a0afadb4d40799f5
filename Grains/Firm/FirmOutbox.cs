using System.Collections.Immutable;

namespace TradingOps.Grains.Firm;

/// <summary>
/// What the accounts of this silo have to tell: of each only the latest report. Thread-safe. The firm has one a silo.
/// </summary>
public sealed class FirmOutbox
{
    private readonly Lock _gate = new();
    private Dictionary<string, AccountReport> _reports = new(StringComparer.Ordinal);

    /// <summary>Takes the newest report of an account.</summary>
    public void Add(AccountReport report)
    {
        lock (_gate) _reports[report.Account.Account] = report;
    }

    /// <summary>Takes a report back that could not be sent, unless there is a newer one by now.</summary>
    public void Return(AccountReport report)
    {
        lock (_gate) _reports.TryAdd(report.Account.Account, report);
    }

    /// <summary>Takes out all that is there. What could not be sent is to be returned.</summary>
    public ImmutableArray<AccountReport> TakeAll()
    {
        lock (_gate)
        {
            if (_reports.Count == 0) return [];
            var all = _reports.Values.ToImmutableArray();
            _reports = new(StringComparer.Ordinal);
            return all;
        }
    }
}
