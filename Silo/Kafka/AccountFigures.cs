using System.Collections.Immutable;
using TradingOps.Grains.Firm;

namespace TradingOps.Silo.Kafka;

/// <summary>The latest reports of the accounts of this silo, for publishing. Thread-safe; one a silo.</summary>
internal sealed class AccountFigures
{
    private readonly FirmOutbox _latest = new();

    /// <summary>Whether anything is taken.</summary>
    public bool IsOn { get; set; }

    /// <summary>Takes the newest reports.</summary>
    public void Take(ImmutableArray<AccountReport> reports)
    {
        if (!IsOn) return;
        foreach (var report in reports) _latest.Add(report);
    }

    /// <summary>Takes reports back that could not be sent, unless there are newer ones by now.</summary>
    public void Return(IEnumerable<AccountReport> reports)
    {
        foreach (var report in reports) _latest.Return(report);
    }

    /// <summary>Takes out what has come since the last time.</summary>
    public ImmutableArray<AccountReport> TakeAll() => _latest.TakeAll();
}
