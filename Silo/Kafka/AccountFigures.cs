using System.Collections.Immutable;
using TradingOps.Grains.Firm;

namespace TradingOps.Silo.Kafka;

/// <summary>The latest reports of the accounts of this silo, for publishing. Thread-safe; one a silo.</summary>
internal sealed class AccountFigures
{
    private readonly Lock _gate = new();
    private Dictionary<string, AccountReport> _reports = new(StringComparer.Ordinal);

    /// <summary>Whether anything is taken.</summary>
    public bool IsOn { get; set; }

    /// <summary>Takes the newest reports.</summary>
    public void Take(ImmutableArray<AccountReport> reports)
    {
        if (!IsOn || reports.IsEmpty) return;
        lock (_gate)
            foreach (var report in reports) _reports[report.Account.Account] = report;
    }

    /// <summary>Takes reports back that could not be sent, unless there are newer ones by now.</summary>
    public void Return(IEnumerable<AccountReport> reports)
    {
        lock (_gate)
            foreach (var report in reports) _reports.TryAdd(report.Account.Account, report);
    }

    /// <summary>Takes out what has come since the last time.</summary>
    public IReadOnlyCollection<AccountReport> TakeAll()
    {
        lock (_gate)
        {
            var all = _reports.Values;
            _reports = new(StringComparer.Ordinal);
            return all;
        }
    }
}
